import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { SendEvent } from '../../src/campaign/send-events.ts';
import type { Answer } from '../../src/delivery/transport.ts';
import type { Campaign } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Address } from '../../src/terms.ts';
import { expectSum, meddling, openStage, type Stage, supporters } from './a-stage.ts';

const BUSY: Answer = { kind: 'notTaken', reason: 'SendGrid answered 429.', retryAfterMs: 60_000 };
const SECOND = 'someone2@example.org' as Address;

let stage: Stage;
afterEach(() => stage.close());

/** Six people in batches of three, of which the first one is not taken; `meanwhile`, it waits. */
async function plan(meanwhile: (campaign: Campaign) => Promise<unknown>): Promise<Campaign> {
  let waits = 0;
  stage = await openStage({
    sleep: async () => {
      waits += 1;
      if (waits === 1) await meanwhile(campaign);
    },
  });
  const lists = [stage.list('a.csv', supporters(6))];
  const campaign = await stage.plan({ lists, batchSize: 3 });
  return campaign;
}

const busyOnce = () =>
  meddling(async (count, request, real) => (count === 1 ? BUSY : real.post(request)));

describe('a batch that was not taken, while it waits to be tried again', () => {
  test('gives nothing to somebody who unsubscribes meanwhile', async () => {
    const campaign = await plan(({ number }) =>
      stage.ledger.suppress(SECOND, 'unsubscribed', number),
    );
    expect(await stage.send(campaign, { around: busyOnce() })).toBeUndefined();
    expect(await stage.copies(SECOND)).toEqual([]);
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({ accepted: 5, suppressed: 1, planned: 0 });
    expectSum(tally, 6);
  });

  test.each(['paused', 'cancelled'] as const)('is not sent once it is %s', async (state) => {
    const campaign = await plan(({ number }) => stage.ledger.setCampaignState(number, state));
    const stop = await stage.send(campaign, { around: busyOnce() });
    expect(stop?.reason).toBe(`It was ${state}.`);
    expect(stage.sandbox.stats().requests).toBe(0);
    expect(await stage.tally(campaign)).toMatchObject({ planned: 6, unknown: 0 });
  });

  test('is planned, and not unknown, for whoever comes after a crash', async () => {
    const campaign = await plan(async ({ number }) => {
      // The answer is written down at the same time as the wait begins.
      while ((await stage.ledger.tally(number)).requests > 0) await turn();
      throw new Error('a crash');
    });
    await expect(stage.send(campaign, { around: busyOnce() })).rejects.toThrow('a crash');
    expect(await stage.tally(campaign)).toMatchObject({ planned: 6, unknown: 0, requests: 0 });
    expect(await stage.send(campaign)).toBeUndefined();
    expect(stage.sandbox.stats()).toMatchObject({ recipients: 6, duplicates: 0 });
  });

  test('is sent once when another process has taken over and sent it meanwhile', async () => {
    const campaign = await plan(async ({ number }) => {
      while ((await stage.ledger.tally(number)).requests > 0) await turn();
      // As another machine, which has heard nothing of this one for an hour.
      const now = () => Date.now() + 3_600_000;
      const other = await openLedger({ file, now, host: 'desk-2' });
      expect(await stage.send(campaign, { ledger: other, now })).toBeUndefined();
      await other.close();
    });
    const file = join(stage.folder, 'ledger.sqlite');
    await stage.send(campaign, { around: busyOnce() });
    expect(stage.sandbox.stats()).toMatchObject({ recipients: 6, duplicates: 0 });
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 6, unknown: 0, planned: 0 });
  });

  test('comes before the others, and is told of each time, until it is given up', async () => {
    const campaign = await plan(async () => {});
    const told: SendEvent[] = [];
    const stop = await stage.send(campaign, {
      around: meddling(async () => ({ kind: 'notTaken', reason: 'Busy.' })),
      tell: (event) => told.push(event),
    });
    expect(stop?.reason).toBe('SendGrid does not take the letter now. Busy.');
    const retries = told.filter((event) => event.type === 'retry');
    expect(retries.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await stage.tally(campaign)).toMatchObject({ planned: 6, requests: 0 });
  });
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
