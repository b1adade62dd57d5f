import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Answer, Request, Transport } from '../../src/delivery/transport.ts';
import type { Campaign, Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { meddling, openStage, type Stage, supporters } from './a-stage.ts';

const NINE = Date.UTC(2026, 10, 24, 9);
const HOUR = 3_600_000;
const CUT: Answer = { kind: 'unknown', reason: 'The connection to SendGrid broke.' };

let stage: Stage;
let time: { now: number };
const others: Ledger[] = [];
afterEach(async () => {
  for (const other of others.splice(0)) await other.close();
  await stage.close();
});

/** Twenty people in batches of five, on a clock that is set by hand. */
async function plan(): Promise<Campaign> {
  time = { now: NINE };
  stage = await openStage({ now: () => time.now });
  return stage.plan({ lists: [stage.list('a.csv', supporters(20))], batchSize: 5 });
}

/** Another process that is alive, on this machine unless it is said. */
async function openOther(who: { host?: string; bootedAt?: number }): Promise<Ledger> {
  const file = join(stage.folder, 'ledger.sqlite');
  const other = await openLedger({ file, now: () => time.now, pid: process.ppid, ...who });
  others.push(other);
  return other;
}

type Meanwhile = (request: Request, real: Transport) => Promise<Answer>;

/** What happens while the second request is under way. */
const duringSecond = (meanwhile: Meanwhile) =>
  meddling((count, request, real) => (count === 2 ? meanwhile(request, real) : real.post(request)));

async function expectNobodyTwice(campaign: Campaign, sum: { accepted: number; unknown: number }) {
  expect(await stage.tally(campaign)).toMatchObject({ ...sum, planned: 0, refused: 0 });
  expect((await stage.ledger.findCampaign(campaign.name))?.state).toBe('done');
  expect(stage.sandbox.stats().duplicates).toBe(0);
}

describe('a machine that sleeps with a request under way, while another one sends the rest', () => {
  test.each([
    { what: 'was taken, and the answer is read on waking', taken: true, accepted: 20, unknown: 0 },
    { what: 'was cut off, and nobody knows', taken: false, accepted: 15, unknown: 5 },
  ])('doubles nobody if it $what', async ({ taken, accepted, unknown }) => {
    const campaign = await plan();
    const around = duringSecond(async (request, real) => {
      const answer = taken ? await real.post(request) : CUT;
      time.now += 8 * HOUR;
      const other = await openOther({ host: 'desk-2' });
      expect(await stage.send(campaign, { ledger: other })).toBeUndefined();
      return answer;
    });
    const sleeper = stage.send(campaign, { around, concurrency: 1 });
    if (taken) expect(await sleeper).toBeUndefined();
    else await expect(sleeper).rejects.toMatchObject({ code: 'sender-lost', exit: 4 });
    await expectNobodyTwice(campaign, { accepted, unknown });
    expect(stage.sandbox.stats().recipients).toBe(accepted);
  });

  test('notices on waking that the other one is still at it, and leaves the campaign to it', async () => {
    const campaign = await plan();
    const other = await openOther({ host: 'desk-2' });
    const around = duringSecond(async (request, real) => {
      const answer = await real.post(request);
      time.now += 8 * HOUR;
      expect(await other.takeSender(campaign.number)).toEqual({ taken: true });
      return answer;
    });
    await expect(stage.send(campaign, { around, concurrency: 1 })).rejects.toMatchObject({
      code: 'sender-lost',
      exit: 4,
    });
    expect(await other.tally(campaign.number)).toMatchObject({ accepted: 10, planned: 10 });
    expect((await other.findCampaign(campaign.name))?.state).toBe('sending');
    expect(await stage.send(campaign, { ledger: other })).toBeUndefined();
    await expectNobodyTwice(campaign, { accepted: 20, unknown: 0 });
  });
});

describe('a clock that is set while a campaign is sent', () => {
  test.each([
    { how: 'a day forward', by: 24 * HOUR },
    { how: 'a day back', by: -24 * HOUR },
  ])('$how lets nobody else of this machine begin, and the send goes on', async ({ by }) => {
    const campaign = await plan();
    const around = duringSecond(async (request, real) => {
      time.now += by;
      const other = await openOther({ bootedAt: 0 });
      const second = stage.send(campaign, { ledger: other });
      await expect(second).rejects.toMatchObject({ code: 'already-sending' });
      return real.post(request);
    });
    expect(await stage.send(campaign, { around, concurrency: 1 })).toBeUndefined();
    await expectNobodyTwice(campaign, { accepted: 20, unknown: 0 });
  });

  test('forward so far that the machine seems to have started since doubles nobody', async () => {
    const campaign = await plan();
    const around = duringSecond(async (request, real) => {
      time.now += 24 * HOUR;
      const other = await openOther({ bootedAt: NINE + 23 * HOUR });
      expect(await stage.send(campaign, { ledger: other })).toBeUndefined();
      return real.post(request);
    });
    expect(await stage.send(campaign, { around, concurrency: 1 })).toBeUndefined();
    await expectNobodyTwice(campaign, { accepted: 20, unknown: 0 });
  });
});
