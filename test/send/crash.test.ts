import { afterEach, describe, expect, test } from 'vitest';
import { crashSend } from '../crash/crash-send.ts';
import { judgeCrashes } from '../crash/judge-crashes.ts';
import { openScene, type Scene } from '../crash/open-scene.ts';

const PEOPLE = 900;
const FAULTS = 'reset-before:0.05,reset-after:0.05,429:0.01,500:0.05,503:0.01,truncated:0.05';

let scene: Scene;
afterEach(() => scene.close());

/** The short version; `npm run test:crash` is the whole. */
describe('the program, killed again and again while it sends', () => {
  test('mails everybody once, or holds her as unknown', { timeout: 180_000 }, async () => {
    scene = await openScene({ people: PEOPLE, faults: FAULTS, latencyMs: [10, 60], seed: 11 });
    const plan = { freezeKills: 1, sendKills: 4, batchSize: 15, pace: 10, seed: 2018 };
    const crashes = await crashSend(scene, { people: PEOPLE, ...plan });
    const { complaints, after } = await judgeCrashes(scene, crashes, PEOPLE);
    expect(complaints).toEqual([]);
    expect(after.accepted).toBeGreaterThan(PEOPLE / 2);
    const { start, underWay, between } = crashes.kills;
    expect(Math.min(start, underWay, between)).toBeGreaterThan(0);
  });
});
