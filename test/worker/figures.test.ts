import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Answer } from '../../src/delivery/transport.ts';
import { newWorkspace } from '../cli/run-here.ts';
import { startOutcry } from '../cli/run-outcry.ts';
import { createDatabase, dropDatabase } from '../ledger/a-database.ts';
import { openTunnel } from '../ledger/a-tunnel.ts';
import { meddling, openStage, type Stage, supporters } from '../send/a-stage.ts';
import { KEY, PUBLIC_URL, SECRET } from '../send/settings.ts';
import { type Hired, hire } from './a-worker.ts';

const UNKNOWN: Answer = { kind: 'unknown', reason: 'The answer never came.' };

let database: string;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => dropDatabase(database));

/** The value of each line of figures, by name and labels as they stand there. */
async function read(worker: Hired): Promise<Record<string, number>> {
  const lines = (await worker.figures()).split('\n').filter((line) => /^outcry_/.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^(.*) (\S+)$/.exec(line) ?? [];
      return [name, Number(value)];
    }),
  );
}

it('a worker counts and times what it does, by campaign, and names nobody', async () => {
  const stage: Stage = await openStage({ database });
  const list = stage.list('everybody.csv', supporters(40));
  const notTaken: Answer = {
    kind: 'notTaken',
    reason: 'Too many.',
    retryAfterMs: 50,
    isLimit: true,
  };
  const answers: (Answer | undefined)[] = [notTaken, undefined, UNKNOWN];
  const around = meddling(async (_, request, real) => answers.shift() ?? real.post(request));
  const worker = await hire(stage, database, 'host-1', around);
  const campaign = await stage.plan({ lists: [list], batchSize: 5, name: 'river' });
  const begun = Date.now();
  await worker.handOver(campaign);
  await vi.waitFor(
    async () => {
      const figures = await read(worker);
      expect(figures['outcry_jobs_total{task="send",outcome="done"}']).toBeGreaterThan(0);
      expect(figures).toMatchObject({
        'outcry_batches_total{campaign="river",outcome="accepted"}': 7,
        'outcry_batches_total{campaign="river",outcome="unknown"}': 1,
        'outcry_recipients_total{campaign="river",outcome="accepted"}': 35,
        'outcry_recipients_total{campaign="river",outcome="unknown"}': 5,
        'outcry_retries_total{campaign="river"}': 1,
        'outcry_sendgrid_request_seconds_count{answer="accepted"}': 7,
        'outcry_sendgrid_request_seconds_count{answer="notTaken"}': 1,
        'outcry_claim_seconds_count{result="batch"}': 9,
        'outcry_settle_seconds_count{outcome="accepted"}': 7,
        outcry_requests_under_way: 0,
        outcry_campaigns_in_hand: 0,
      });
    },
    { timeout: 30_000, interval: 50 },
  );
  const figures = await read(worker);
  expect(figures.outcry_held_until_timestamp_seconds).toBeGreaterThanOrEqual(begun / 1000);
  expect(figures['outcry_database_connections{state="idle"}']).toBeGreaterThan(0);
  const text = await worker.figures();
  expect(text).toContain('nodejs_eventloop_lag_seconds');
  expect(text).not.toMatch(/@|SG\.|supporter/);
  await worker.stop();
  await stage.close();
});

it('tells whoever looks after it whether it can work, also while its database is away', async () => {
  const tunnel = await openTunnel(database);
  const cwd = await newWorkspace();
  const env = {
    OUTCRY_SECRET: SECRET,
    OUTCRY_URL: PUBLIC_URL,
    SENDGRID_API_KEY: KEY,
    OUTCRY_SENDGRID_URL: 'http://127.0.0.1:1',
    OUTCRY_DATABASE_URL: tunnel.address,
  };
  const worker = await startOutcry(['worker', '--metrics-port', '0'], { cwd, env });
  const { metrics } = worker.first as unknown as { metrics: string };
  const ask = async (path: string) => {
    const answer = await fetch(new URL(path, metrics));
    return [answer.status, (await answer.text()).trim()] as const;
  };
  const becomes = (expected: readonly unknown[]) =>
    vi.waitFor(async () => expect(await ask('/readyz')).toEqual(expected), {
      timeout: 30_000,
      interval: 100,
    });
  await becomes([200, 'ready']);
  expect((await ask('/metrics'))[1]).toContain('outcry_campaigns_in_hand 0');
  tunnel.cut();
  await becomes([503, expect.stringMatching(/ledger|job engine/)]);
  expect(await ask('/healthz')).toEqual([200, expect.any(String)]);
  tunnel.mend();
  await becomes([200, 'ready']);
  expect(await worker.stop('SIGTERM')).toBe(0);
  const said = await worker.said;
  const { password } = new URL(database);
  expect(said).toContain('The job engine:');
  for (const secret of [password, SECRET, KEY, 'postgres://']) expect(said).not.toContain(secret);
  for (const line of said.trim().split('\n')) {
    expect(JSON.parse(line)).toMatchObject({ worker: expect.stringMatching(/.\/\d+$/) });
  }
  await tunnel.close();
});
