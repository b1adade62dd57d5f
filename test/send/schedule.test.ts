import { afterEach, describe, expect, test } from 'vitest';
import type { SendEvent } from '../../src/campaign/send-events.ts';
import { expectSum, meddling, openStage, type Stage, supporters } from './a-stage.ts';

const NINE = Date.UTC(2026, 10, 24, 9);
const HOUR = 3_600_000;
const CREDITS_SPENT = { kind: 'blocked', status: 401, reason: 'No credits.', fix: 'Buy.' } as const;

let stage: Stage;
afterEach(() => stage.close());

/** A stage whose clock goes on only while something waits, and so much more each time. */
async function openSlow({ extra = () => 0 }: { extra?: (waits: number) => number } = {}) {
  const time = { now: NINE, waits: 0 };
  stage = await openStage({
    now: () => time.now,
    sleep: async (ms) => {
      time.waits += 1;
      time.now += ms + extra(time.waits);
    },
  });
  return time;
}

async function planned(order: { startsAt?: number; pace?: object }, people = 10, batchSize = 2) {
  return stage.plan({ lists: [stage.list('a.csv', supporters(people))], batchSize, ...order });
}

describe('a campaign that starts at a time', () => {
  test('waits for it, says so once, and goes', async () => {
    const time = await openSlow();
    const campaign = await planned({ startsAt: NINE + HOUR });
    const told: SendEvent[] = [];
    expect(await stage.send(campaign, { tell: (event) => told.push(event) })).toBeUndefined();
    expect(time.now).toBe(NINE + HOUR);
    expect(told.filter(({ type }) => type === 'wait')).toEqual([
      { type: 'wait', reason: 'start', until: NINE + HOUR },
    ]);
    expect((await stage.tally(campaign)).accepted).toBe(10);
  });

  test('is not sent when the machine slept through it, until somebody says so', async () => {
    await openSlow({ extra: (waits) => (waits === 5 ? 3 * HOUR : 0) });
    const campaign = await planned({ startsAt: NINE + HOUR });
    const stop = await stage.send(campaign);
    expect(stop?.reason).toMatch(/was to start 2 hours ago/);
    expect(stop?.fix).toContain(`outcry resume ${campaign.name} --now`);
    expect(stage.sandbox.stats().requests).toBe(0);
    expect((await stage.send(campaign))?.reason, 'and not on a second try').toMatch(/ago/);
    expect(await stage.send(campaign, { startNow: true })).toBeUndefined();
    expect((await stage.tally(campaign)).accepted).toBe(10);
  });

  test('waits for the time on the clock, also when that is set back meanwhile', async () => {
    const time = await openSlow({ extra: (waits) => (waits === 5 ? -HOUR / 3 : 0) });
    const campaign = await planned({ startsAt: NINE + HOUR / 6 });
    expect(await stage.send(campaign)).toBeUndefined();
    expect(time.now).toBe(NINE + HOUR / 6);
    expect((await stage.tally(campaign)).accepted).toBe(10);
  });

  test('goes a little late, for that needs no question', async () => {
    await openSlow({ extra: (waits) => (waits === 5 ? HOUR + 600_000 : 0) });
    const campaign = await planned({ startsAt: NINE + HOUR });
    expect(await stage.send(campaign)).toBeUndefined();
  });

  test.each(['paused', 'cancelled'] as const)('is not sent once it was %s', async (state) => {
    const time = await openSlow();
    const campaign = await planned({ startsAt: NINE + HOUR });
    const tell = () => void stage.ledger.setCampaignState(campaign.number, state);
    expect((await stage.send(campaign, { tell }))?.reason).toBe(`It was ${state}.`);
    expect(time.now - NINE).toBeLessThanOrEqual(2_000);
    expect((await stage.ledger.campaignByNumber(campaign.number))?.state).toBe(state);
    expect(stage.sandbox.stats().requests).toBe(0);
  });

  test('that is stopped while it waits says that it does not start by itself', async () => {
    await openSlow();
    const campaign = await planned({ startsAt: NINE + HOUR });
    const ctrlC = new AbortController();
    const stop = await stage.send(campaign, { signal: ctrlC.signal, tell: () => ctrlC.abort() });
    expect(stop?.reason).toBe('It was stopped.');
    expect(stop?.fix).toMatch(/does not start by itself.*outcry resume \S+; .* --now$/);
  });

  test('waits on when it is resumed after a pause, and is not asked about once it has begun', async () => {
    const time = await openSlow();
    const campaign = await planned({ startsAt: NINE + HOUR });
    await stage.ledger.setCampaignState(campaign.number, 'paused');
    const ctrlC = new AbortController();
    const onBatch = () => ctrlC.abort();
    expect(
      (await stage.send(campaign, { signal: ctrlC.signal, onBatch, concurrency: 1 }))?.reason,
    ).toBe('It was stopped.');
    expect(time.now).toBe(NINE + HOUR);
    time.now += 10 * HOUR;
    const again = await stage.ledger.campaignByNumber(campaign.number);
    expect(again && (await stage.send(again))).toBeUndefined();
    expectSum(await stage.tally(campaign), 10);
  });
});

describe('a campaign with a rate', () => {
  test('takes its time, whatever the number of lanes', async () => {
    const time = await openSlow();
    const campaign = await planned({ pace: { rate: { recipients: 2, ms: 60_000 } } });
    expect(await stage.send(campaign, { concurrency: 4 })).toBeUndefined();
    // Batches of one, so nine of them wait half a minute each.
    expect(time.now - NINE).toBe(9 * 30_000);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 10, batches: 10 });
  });

  test('takes days if it is warmed up', async () => {
    const time = await openSlow({ extra: () => 600_000 });
    const campaign = await planned({ pace: { warmUp: [2, 4] } });
    expect(await stage.send(campaign)).toBeUndefined();
    expect(time.now - NINE).toBeGreaterThanOrEqual(48 * HOUR);
    expect(time.now - NINE).toBeLessThan(49 * HOUR);
  });

  test('is paused while it waits, within a second', async () => {
    const time = await openSlow();
    const campaign = await planned({ pace: { rate: { recipients: 2, ms: 60_000 } } });
    const tell = ({ type }: SendEvent) =>
      type === 'wait' && void stage.ledger.setCampaignState(campaign.number, 'paused');
    expect((await stage.send(campaign, { tell, concurrency: 1 }))?.reason).toBe('It was paused.');
    expect(time.now - NINE).toBeLessThanOrEqual(2_000);
    expect((await stage.tally(campaign)).accepted).toBe(1);
  });

  test('tells of each wait once, however often it looks', async () => {
    await openSlow();
    const campaign = await planned({ pace: { rate: { recipients: 1, ms: 120_000 } } }, 3);
    const told: SendEvent[] = [];
    await stage.send(campaign, { tell: (event) => told.push(event) });
    expect(told.filter(({ type }) => type === 'wait')).toEqual([
      { type: 'wait', reason: 'rate', until: NINE + 120_000 },
      { type: 'wait', reason: 'rate', until: NINE + 240_000 },
    ]);
  });

  test('waits no longer than its interval when the clock is set back meanwhile', async () => {
    const time = await openSlow({ extra: (waits) => (waits === 10 ? -5 * HOUR : 0) });
    const campaign = await planned({ pace: { rate: { recipients: 2, ms: 60_000 } } }, 3);
    expect(await stage.send(campaign)).toBeUndefined();
    expect(time.waits).toBeLessThanOrEqual(30 + 30 + 30);
  });

  test('goes on at once with what has room, when SendGrid did not take a batch', async () => {
    const time = await openSlow();
    const campaign = await planned({ pace: { warmUp: [10] } });
    const around = meddling((count, request, real) =>
      count === 3 ? Promise.resolve(CREDITS_SPENT) : real.post(request),
    );
    await stage.send(campaign, { around, concurrency: 1 });
    const again = await stage.ledger.campaignByNumber(campaign.number);
    expect(again && (await stage.send(again))).toBeUndefined();
    expect((await stage.tally(campaign)).accepted).toBe(10);
    expect(time.now - NINE).toBeLessThan(HOUR);
  });
});

test('a batch is not claimed while SendGrid holds all back, so a crash leaves it planned', async () => {
  const held: { requests: number; accepted: number }[] = [];
  stage = await openStage({
    sleep: async () => {
      // Whatever could go on meanwhile has gone on.
      for (let turn = 0; turn < 50; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
      held.push(await stage.tally(campaign));
    },
  });
  const campaign = await planned({});
  const around = meddling(async (_count, request, real) => {
    const answer = await real.post(request);
    return answer.kind === 'accepted' ? { ...answer, usedUpForMs: 60_000 } : answer;
  });
  expect(await stage.send(campaign, { around, concurrency: 1 })).toBeUndefined();
  expect(held.map(({ requests, accepted }) => [requests, accepted])).toEqual([
    [1, 2],
    [2, 4],
    [3, 6],
    [4, 8],
    [5, 10],
  ]);
});
