import { afterEach, describe, expect, test } from 'vitest';
import { expectSum, openStage, type Stage, supporters } from './a-stage.ts';

let stage: Stage;
afterEach(() => stage.close());

/** Sends to 60 supporters in batches of five, one after another, so that the seed decides all. */
async function sendSixty(faults: string, seed: number) {
  stage = await openStage({ faults, seed });
  const campaign = await stage.plan({
    lists: [stage.list('a.csv', supporters(60))],
    batchSize: 5,
  });
  const kinds: string[] = [];
  const onBatch = (_batch: object, settlement: { state: string }) => kinds.push(settlement.state);
  const stop = await stage.send(campaign, { concurrency: 1, onBatch });
  return { campaign, stop, kinds, tally: await stage.tally(campaign) };
}

async function ambiguous(): Promise<{ taken: boolean }[]> {
  const answer = await fetch(`${stage.sandbox.url}/_sandbox/ambiguous`);
  return (await answer.json()) as { taken: boolean }[];
}

describe('what a send adds up to', () => {
  test('everybody gets one copy, and the sandbox has counted the same', async () => {
    stage = await openStage();
    const campaign = await stage.plan({
      lists: [stage.list('a.csv', supporters(25))],
      batchSize: 10,
    });
    expect(await stage.send(campaign)).toBeUndefined();
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({ recipients: 25, accepted: 25, batches: 3, requests: 3 });
    expectSum(tally, 25);
    expect((await stage.ledger.findCampaign(campaign.name))?.state).toBe('done');
    expect(stage.sandbox.stats()).toMatchObject({ accepted: 3, recipients: 25, duplicates: 0 });
  });

  test('who is on several lists, or twice on one, gets one copy', async () => {
    stage = await openStage();
    const first = supporters(10);
    const second = [...supporters(5, 'SomeOne'), ...supporters(5, 'other'), ['no address', '', '']];
    const third = [...supporters(2, 'other'), ...supporters(3, 'third')];
    const lists = [first, second, third].map((rows, index) => stage.list(`${index}.csv`, rows));
    const campaign = await stage.plan({ lists, batchSize: 4 });
    await stage.send(campaign);
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({ accepted: 18, skipped: { duplicate: 7, invalid: 1 } });
    expectSum(tally, 26);
    expect(stage.sandbox.stats()).toMatchObject({ recipients: 18, duplicates: 0 });
    expect(await stage.copies('someone3@example.org')).toHaveLength(1);
  });

  test('who is suppressed before the freeze is skipped', async () => {
    stage = await openStage();
    const list = stage.list('a.csv', supporters(4));
    const before = await stage.plan({ lists: [list] });
    const [somebody] = await stage.ledger.firstRecipients(before.number, 1);
    if (somebody) await stage.ledger.suppress(somebody.email, 'unsubscribed', undefined);
    const campaign = await stage.plan({ lists: [list] });
    await stage.send(campaign);
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({ accepted: 3, skipped: { suppressed: 1 } });
    expectSum(tally, 4);
  });

  test.each([
    ['429:0.4', 3],
    ['503:0.4', 4],
    ['429:0.3,503:0.2', 1],
  ])('with %s everybody is accepted in the end, and once', async (faults, seed) => {
    const { stop, tally } = await sendSixty(faults, seed);
    expect(stop).toBeUndefined();
    expect(tally).toMatchObject({ accepted: 60, unknown: 0, planned: 0 });
    const { faults: met, ...stats } = stage.sandbox.stats();
    expect(stats).toMatchObject({ accepted: 12, recipients: 60, duplicates: 0 });
    expect(Object.keys(met)).toEqual(faults.split(',').map((fault) => fault.split(':')[0]));
  });

  test.each([
    ['reset-after:0.3', 1, 'each was taken'],
    ['reset-before:0.3', 1, 'none was taken'],
    ['500:0.4', 2, 'a coin decided'],
    ['502:0.2,504:0.2', 3, 'a coin decided'],
  ])('with %s batches are held as unknown and never sent again', async (faults, seed) => {
    const { campaign, stop, kinds, tally } = await sendSixty(faults, seed);
    expect(stop).toBeUndefined();
    const unknown = kinds.filter((kind) => kind === 'unknown').length * 5;
    expect(unknown).toBeGreaterThan(0);
    expect(unknown).toBeLessThan(60);
    expect(tally).toMatchObject({ accepted: 60 - unknown, unknown, planned: 0 });
    expect(await ambiguous()).toHaveLength(unknown);

    await stage.send(campaign);
    const { requests, duplicates, recipients } = stage.sandbox.stats();
    expect({ requests, duplicates }).toEqual({ requests: 12, duplicates: 0 });
    const taken = (await ambiguous()).filter((one) => one.taken).length;
    expect(recipients).toBe(60 - unknown + taken);
    expect(await stage.tally(campaign)).toEqual(tally);
  });

  test("SendGrid's events settle what was unknown: accepted if it was taken, else held", async () => {
    stage = await openStage({ faults: 'reset-after:0.2,500:0.4', seed: 7, withEvents: true });
    const campaign = await stage.plan({
      lists: [stage.list('a.csv', supporters(60))],
      batchSize: 5,
    });
    const unsure = new Set<number>();
    await stage.send(campaign, {
      concurrency: 1,
      onBatch: ({ number }, { state }) => void (state === 'unknown' && unsure.add(number)),
    });
    await stage.eventsArrived();
    const all = await ambiguous();
    const lost = all.filter((one) => !one.taken).length;
    expect(all).toHaveLength(unsure.size * 5);
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(all.length);
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({ accepted: 60 - lost, unknown: lost, planned: 0 });
    expect(stage.sandbox.stats()).toMatchObject({ recipients: 60 - lost, duplicates: 0 });
    expect(await stage.ledger.troubledBatches(campaign.number)).toHaveLength(lost / 5);
  });
});
