import { quickAddJob } from 'graphile-worker';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { run } from '../ledger/a-database.ts';
import { type Crew, gatherCrew } from './a-crew.ts';

let crew: Crew;
afterEach(() => crew.close());

describe('workers', () => {
  it('read the lists of SendGrid, send together while send follows, and go on without one that is killed', async () => {
    crew = await gatherCrew(10_000, { latencyMs: 300 });
    const [dying, other] = await Promise.all([crew.startWorker(), crew.startWorker()]);
    await readListsAsAtNight('left.long.ago@example.org');
    const sent = crew.send();
    await crew.until('river', ({ accepted }) => accepted > 0);
    await dying?.stop('SIGKILL');
    const { status, json } = await sent;
    expect(json).toMatchObject({ state: 'done', planned: 0, refused: 0 });
    expect(json.accepted + json.unknown, 'nobody is lost').toBe(10_000);
    expect(status).toBe(json.unknown > 0 ? 1 : 0);
    expect(crew.sandbox.stats().duplicates, 'nobody twice').toBe(0);
    expect(await other?.stop('SIGTERM')).toBe(0);
    const lines = (await other?.said)
      ?.trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const batch = { campaign: 'river', batch: expect.any(Number), people: 1000, state: 'accepted' };
    expect(lines).toContainEqual(expect.objectContaining(batch));
    expect(await other?.said, 'what its log must not hold').not.toMatch(/@example|SG\.|postgres:/);
  });

  it('take what is left to them, and heed pause, resume and SIGTERM within a batch', async () => {
    crew = await gatherCrew(8_000);
    // Slow enough that it is under way while staff look.
    const left = await crew.send('--detach', '--rate', '6000/min');
    expect(left.json).toMatchObject({ state: 'sending', planned: 8_000, detached: true });
    expect(left.err).toContain(
      'No worker is alive: it waits for one. Start one with: outcry worker',
    );
    expect(left.err).toContain('outcry pause river');
    const first = await crew.startWorker();
    await crew.until('river', ({ accepted }) => accepted > 0);
    expect((await crew.outcry('pause', 'river')).json).toMatchObject({ state: 'paused' });
    const paused = await crew.until('river', ({ accepted }) => accepted === taken());
    expect(paused.planned, 'held back').toBeGreaterThan(0);
    expect((await crew.outcry('resume', 'river', '--detach')).json.state).toBe('sending');
    expect(await first.stop('SIGTERM')).toBe(0);
    const stopped = (await crew.outcry('status', 'river')).json;
    expect(stopped).toMatchObject({ state: 'sending', unknown: 0 });
    await crew.startWorker();
    const followed = await crew.outcry('resume', 'river', '--rate', '1000000/min');
    expect(followed.json).toMatchObject({ state: 'done', accepted: 8_000 });
    expect(crew.sandbox.stats()).toMatchObject({ recipients: 8_000, duplicates: 0 });
  });
});

/** SendGrid knows of a bounce, and the engine does what it does each night. */
async function readListsAsAtNight(email: string): Promise<void> {
  const bounces = `${crew.sandbox.url}/_sandbox/suppressions/bounces`;
  await fetch(bounces, { method: 'POST', body: JSON.stringify([{ email }]) });
  await quickAddJob({ connectionString: crew.database }, 'sync', {});
  const known = `select reason from suppressions where email = '${email}'`;
  await vi.waitFor(async () => expect(await run(known, crew.database)).toHaveLength(1), 20_000);
}

/** How many the sandbox has taken. */
function taken(): number {
  return crew.sandbox.stats().recipients;
}
