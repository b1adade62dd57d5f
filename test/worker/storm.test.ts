import { afterEach, describe, expect, test } from 'vitest';
import { crashWorkers } from '../crash/crash-workers.ts';
import { judgeStorm } from '../crash/judge-storm.ts';
import { openStage, type Stage } from '../crash/open-stage.ts';

const FAULTS = 'reset-before:0.05,reset-after:0.05,429:0.01,500:0.05,503:0.01,truncated:0.05';
const PLAN = {
  people: 450,
  workers: 2,
  servers: 1,
  kills: { workers: 5, servers: 1 },
  stops: 1,
  cuts: 2,
  pauseMs: 200,
  batchSize: 10,
  pace: 5,
  signers: 4,
  seed: 2018,
};

let stage: Stage;
afterEach(() => stage.close());

/** The short version; `npm run test:crash` is the whole. */
describe('workers and a web server, killed again and again, on a database that goes away', () => {
  test('mail everybody once, and keep what was signed', { timeout: 180_000 }, async () => {
    const { people, seed } = PLAN;
    stage = await openStage({ people, faults: FAULTS, latencyMs: [10, 60], seed });
    const storm = await crashWorkers(stage, PLAN);
    const { complaints, after, answered } = await judgeStorm(stage, storm, PLAN);
    expect(complaints).toEqual([]);
    expect(after.accepted).toBeGreaterThan(people / 2);
    expect(answered).toBeGreaterThan(0);
  });
});
