import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import type { Campaign } from '../../src/ledger/ledger.ts';
import { seeded } from '../../src/sandbox/seeded.ts';
import { expectSum, openStage, type Stage, supporters } from './a-stage.ts';

const KILLS = 10;
const PEOPLE = 5_000;
const BATCH = 50;

let stage: Stage;
afterEach(() => stage.close());

/** Starts a sender and kills it `afterMs` after it has settled so many batches. */
async function sendAndKill(campaign: Campaign, batches: number, afterMs: number): Promise<void> {
  const sender = startSender(campaign);
  let settled = 0;
  for await (const _line of createInterface({ input: sender.stdout })) {
    settled += 1;
    if (settled === batches) void wait(afterMs).then(() => sender.kill('SIGKILL'));
  }
  expect(await sender.ended).toEqual([null, 'SIGKILL']);
}

function startSender(campaign: Campaign) {
  const argv = ['--import', 'tsx', 'test/send/send-process.ts', stage.folder, stage.sandbox.url];
  const child = spawn(process.execPath, [...argv, campaign.name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { stdout: child.stdout, kill: child.kill.bind(child), ended: once(child, 'exit') };
}

describe('a send that is killed again and again', () => {
  test('mails everybody once, or holds her as unknown', { timeout: 120_000 }, async () => {
    const faults = 'reset-after:0.05,429:0.1';
    stage = await openStage({ faults, seed: 11, latencyMs: 15, withEvents: true });
    const lists = [stage.list('a.csv', supporters(PEOPLE))];
    const campaign = await stage.plan({ lists, batchSize: BATCH });
    const random = seeded(2018);
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sendAndKill(campaign, 1 + Math.floor(random() * 4), random() * 20);
    }
    const left = await stage.tally(campaign);
    expectSum(left, PEOPLE);
    expect(left.planned).toBeGreaterThan(0);
    await stage.send(campaign);
    await stage.eventsArrived();

    const tally = await stage.tally(campaign);
    expectSum(tally, PEOPLE);
    const { duplicates, recipients, faults: met } = stage.sandbox.stats();
    expect(duplicates).toBe(0);
    expect(met['reset-after']).toBeGreaterThan(0);
    // Events have proven whatever was taken; what is still unknown was cut off before it arrived.
    expect(tally).toMatchObject({ planned: 0, refused: 0, suppressed: 0, accepted: recipients });
    expect(tally.unknown).toBe(PEOPLE - recipients);
    expect(tally.unknown).toBeLessThanOrEqual(KILLS * 3 * BATCH);
    const held = await stage.ledger.troubledBatches(campaign.number);
    expect(new Set(held.map(({ reason }) => reason))).toEqual(
      new Set(held.length > 0 ? ['the sending process died before the answer came'] : []),
    );
  });
});
