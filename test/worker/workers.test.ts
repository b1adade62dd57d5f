import { afterEach, describe, expect, it } from 'vitest';
import { type Crew, gatherCrew } from './a-crew.ts';

let crew: Crew;
afterEach(() => crew.close());

describe('workers', () => {
  it('send a campaign together, each recipient once, while send follows', async () => {
    crew = await gatherCrew(12_000, { latencyMs: 100 });
    const workers = await Promise.all([crew.startWorker(), crew.startWorker()]);
    const sent = await crew.send();
    expect(sent.status, sent.err).toBe(0);
    expect(sent.json).toMatchObject({ state: 'done', accepted: 12_000, planned: 0, unknown: 0 });
    expect(crew.sandbox.stats()).toMatchObject({ recipients: 12_000, duplicates: 0 });
    for (const worker of workers) {
      expect(await worker.stop('SIGTERM')).toBe(0);
      const lines = (await worker.said)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const batches = lines.filter(({ state }) => state === 'accepted');
      expect(batches.length, 'batches of this worker').toBeGreaterThan(0);
      expect(batches[0]).toMatchObject({ campaign: 'river', people: 1000 });
    }
  });
});
