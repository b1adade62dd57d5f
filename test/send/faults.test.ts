import { afterEach, describe, expect, test } from 'vitest';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import type { Campaign, Tally } from '../../src/ledger/ledger.ts';
import type { Ambiguous } from '../../src/sandbox/books.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { openLine } from './a-line.ts';
import {
  expectSum,
  meddling,
  openStage,
  type SendWishes,
  type Stage,
  supporters,
} from './a-stage.ts';
import { KEY } from './settings.ts';

const PEOPLE = 200;
const BATCH = 5;
const MOST_RESUMES = 30;
const HOUR = 3_600_000;
/** Time enough for whatever is not slow on purpose, and few who wait one after another for what is. */
const IMPATIENT = { timeoutMs: 1500, concurrency: 8 };

let stage: Stage;
const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await stage.close();
});

async function planAll(): Promise<Campaign> {
  return stage.plan({ lists: [stage.list('a.csv', supporters(PEOPLE))], batchSize: BATCH });
}

/** Resumes, as staff would, until a send comes to its end. */
async function finish(campaign: Campaign, wishes?: SendWishes): Promise<void> {
  for (let more = 0; more < MOST_RESUMES; more += 1) {
    if ((await stage.send(campaign, wishes)) === undefined) return;
  }
  throw new Error('A send that was resumed again and again has not come to its end.');
}

async function ambiguous({ url }: Sandbox): Promise<Ambiguous[]> {
  return (await (await fetch(`${url}/_sandbox/ambiguous`)).json()) as Ambiguous[];
}

/** Nobody twice, nobody missing, and whoever is unknown is so for a reason that the sandbox knows. */
async function expectAccount(campaign: Campaign): Promise<Tally> {
  const tally = await stage.tally(campaign);
  expectSum(tally, PEOPLE);
  expect(tally).toMatchObject({ planned: 0, refused: 0, suppressed: 0 });
  const { duplicates, recipients } = stage.sandbox.stats();
  expect(duplicates).toBe(0);
  const unsure = (await ambiguous(stage.sandbox)).filter(({ fault }) => fault !== '503');
  expect(unsure).toHaveLength(tally.unknown);
  expect(recipients).toBe(tally.accepted + unsure.filter(({ taken }) => taken).length);
  const batches = unsure.map(({ custom_args }) => Number(custom_args.outcry_batch));
  const held = await stage.ledger.troubledBatches(campaign.number);
  expect(new Set(batches)).toEqual(new Set(held.map(({ number }) => number)));
  expect((await stage.ledger.findCampaign(campaign.name))?.state).toBe('done');
  return tally;
}

describe('through every fault', () => {
  test.each([
    { fault: '429', isHeld: false, reason: 'it says so: tried again' },
    { fault: '503', isHeld: false, reason: 'it says so: tried again' },
    { fault: '500', isHeld: true, reason: 'taken or not, nobody knows' },
    { fault: '502', isHeld: true, reason: 'taken or not, nobody knows' },
    { fault: '504', isHeld: true, reason: 'taken or not, nobody knows' },
    { fault: 'reset-before', isHeld: true, reason: 'looks the same as reset-after' },
    { fault: 'reset-after', isHeld: true, reason: 'it was taken' },
    { fault: 'truncated', isHeld: true, reason: 'half an answer is none' },
    { fault: 'slow', isHeld: true, reason: 'the client gave up before the answer came' },
    { fault: '401-credits', isHeld: false, reason: 'nothing was taken: goes on once it is mended' },
  ])('$fault: everybody is accepted or held, once ($reason)', async ({ fault, isHeld }) => {
    stage = await openStage({ faults: `${fault}:0.25`, seed: 3, slowMs: HOUR });
    const campaign = await planAll();
    await finish(campaign, fault === 'slow' ? IMPATIENT : {});
    if (fault === 'slow') await sandboxHasNoticed((await stage.tally(campaign)).unknown);
    const { unknown } = await expectAccount(campaign);
    expect(stage.sandbox.stats().faults[fault]).toBeGreaterThan(2);
    expect(unknown > 0).toBe(isHeld);
  });

  test('all of them together, with events: what was taken is accepted, what was not is held', async () => {
    const each = ['429', '500', '503', '504', 'reset-before', 'reset-after', 'truncated'];
    const faults = each.map((fault) => `${fault}:0.08`).join(',');
    stage = await openStage({ faults, seed: 6, withEvents: true });
    const campaign = await planAll();
    await finish(campaign);
    await stage.eventsArrived();
    const tally = await stage.tally(campaign);
    expectSum(tally, PEOPLE);
    const { duplicates, recipients, faults: met } = stage.sandbox.stats();
    expect(Object.keys(met).sort()).toEqual(each.sort());
    expect(duplicates).toBe(0);
    expect(tally).toMatchObject({ accepted: recipients, unknown: PEOPLE - recipients, planned: 0 });
    const lost = (await ambiguous(stage.sandbox)).filter(
      ({ taken, fault }) => !taken && fault !== '503',
    );
    expect(lost).toHaveLength(tally.unknown);
  });
});

/** It sees a little later than the client that nobody waits any more. */
async function sandboxHasNoticed(unknown: number): Promise<void> {
  const noticed = async () => (await ambiguous(stage.sandbox)).length;
  await expect.poll(noticed, { timeout: 20_000 }).toBe(unknown);
}

describe('what goes wrong half-way', () => {
  /** From the request of this number on, another client is asked: that of `wrong`. */
  async function sendHalfWay(campaign: Campaign, wrong: { key: string; url: string }) {
    const other = createSendGrid({ apiKey: wrong.key, url: wrong.url });
    open.push(other);
    const around = meddling((count, request, real) => (count > 20 ? other : real).post(request));
    return stage.send(campaign, { around });
  }

  test.each(['', '429:0.2,reset-after:0.1,500:0.1'])(
    'a key that is wrong from there on, with the faults "%s": nobody is lost',
    async (faults) => {
      stage = await openStage({ faults, seed: 5 });
      const campaign = await planAll();
      const stop = await sendHalfWay(campaign, { key: 'SG.wrong', url: stage.sandbox.url });
      expect(stop?.reason).toMatch(/401.*invalid, expired, or revoked/);
      const tally = await stage.tally(campaign);
      expectSum(tally, PEOPLE);
      expect(tally.planned).toBeGreaterThan(0);
      expect(tally.accepted).toBeGreaterThan(0);
      await finish(campaign);
      await expectAccount(campaign);
    },
  );

  test('credits that are spent from there on: the send stops, and goes on with new ones', async () => {
    stage = await openStage();
    const campaign = await planAll();
    const spent = await startSandbox({ key: KEY, faults: '401-credits:1' });
    open.push(spent);
    const stop = await sendHalfWay(campaign, { key: KEY, url: spent.url });
    expect(stop).toMatchObject({ reason: expect.stringContaining('credits exceeded') });
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 100, planned: 100, unknown: 0 });
    expect(spent.stats().accepted).toBe(0);
    await finish(campaign);
    expect(await expectAccount(campaign)).toMatchObject({ accepted: PEOPLE });
  });

  test('a line that is cut and mended: only what was on it is held', async () => {
    stage = await openStage({ latencyMs: 20 });
    const line = await openLine(stage.sandbox.url);
    const campaign = await planAll();
    let settled = 0;
    let isCut: Promise<void> | undefined;
    const onBatch = () => {
      settled += 1;
      if (settled === 10) isCut = line.cut();
    };
    const stop = await stage.send(campaign, { url: line.url, onBatch, concurrency: 4 });
    await isCut;
    expect(stop?.reason).toMatch(/does not take the letter now.*No connection/);
    const stopped = await stage.tally(campaign);
    expectSum(stopped, PEOPLE);
    expect(stopped.planned).toBeGreaterThan(0);
    expect(stopped.unknown).toBeLessThanOrEqual(4 * BATCH);

    await line.mend();
    await finish(campaign, { url: line.url });
    const tally = await stage.tally(campaign);
    expectSum(tally, PEOPLE);
    expect(tally).toMatchObject({ planned: 0, refused: 0, unknown: stopped.unknown });
    const { duplicates, recipients } = stage.sandbox.stats();
    expect(duplicates).toBe(0);
    // Of what is held, some had arrived before the line was cut.
    expect(recipients).toBeGreaterThanOrEqual(tally.accepted);
    expect(recipients).toBeLessThanOrEqual(PEOPLE);
    await line.cut();
  });
});
