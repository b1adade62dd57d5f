import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, describe, expect, test } from 'vitest';
import type { SendEvent } from '../../src/campaign/send-events.ts';
import type { Campaign, Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { meddling, openStage, type Stage, supporters } from './a-stage.ts';

let stage: Stage;
let ledger: Ledger;
let other: SQLite.Database;
afterEach(async () => {
  other.close();
  await ledger.close();
  await stage.close();
});

/** Another program, which locks the ledger for longer than is waited for. */
const lock = () => void other.exec('begin immediate');
const unlock = () => void other.exec('rollback');

interface Scene {
  readonly batches?: number;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Supporters in batches of five, and a process that sends to them; the stage's own is another one. */
async function plan({ batches = 6, sleep }: Scene = {}): Promise<Campaign> {
  stage = await openStage({ sleep });
  const file = join(stage.folder, 'ledger.sqlite');
  ledger = await openLedger({ file, now: Date.now, patienceMs: 5, startedAt: 1 });
  other = new SQLite(file);
  const lists = [stage.list('a.csv', supporters(5 * batches))];
  return stage.plan({ lists, batchSize: 5 });
}

async function expectDone({ name }: Campaign, people: number): Promise<void> {
  const campaign = await stage.ledger.findCampaign(name);
  expect(campaign?.state).toBe('done');
  expect(stage.sandbox.stats()).toMatchObject({ recipients: people, duplicates: 0 });
}

describe('a ledger that another program has locked', () => {
  test('before the send begins keeps it from beginning, and nobody is mailed', async () => {
    const campaign = await plan();
    lock();
    await expect(stage.send(campaign, { ledger })).rejects.toMatchObject({ code: 'ledger-locked' });
    unlock();
    expect(await stage.tally(campaign)).toMatchObject({ planned: 30, requests: 0 });
    expect(await stage.send(campaign)).toBeUndefined();
    await expectDone(campaign, 30);
  });

  test('when a batch is to be claimed stops the send; what is left stays planned', async () => {
    const campaign = await plan();
    const onBatch = () => {
      if (stage.sandbox.stats().recipients === 10) lock();
    };
    const stop = await stage.send(campaign, { ledger, onBatch, concurrency: 1 });
    unlock();
    expect(stop?.reason).toMatch(/ledger.sqlite is locked by another program/);
    expect(stop?.fix).toMatch(`Close the program that has it open`);
    expect(stop?.fix).toMatch(`Then run: outcry resume ${campaign.name}`);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 10, planned: 20, unknown: 0 });

    expect(await stage.send(campaign)).toBeUndefined();
    await expectDone(campaign, 30);
  });

  test('when an answer comes is tried again until the answer is kept, and says so', async () => {
    let naps = 0;
    const sleep = async () => {
      naps += 1;
      if (naps === 3) unlock();
    };
    const campaign = await plan({ sleep });
    const told: SendEvent[] = [];
    const around = meddling(async (count, request, real) => {
      const answer = await real.post(request);
      if (count === 2) lock();
      return answer;
    });
    const tell = (event: SendEvent) => void told.push(event);
    expect(await stage.send(campaign, { ledger, around, tell, concurrency: 1 })).toBeUndefined();
    await expectDone(campaign, 30);
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 30, unknown: 0 });
    const retries = told.filter(({ type }) => type === 'retry');
    expect(retries).toHaveLength(3);
    expect(retries[0]).toMatchObject({
      attempt: 1,
      reason: expect.stringMatching(/answer to batch 2 is not written yet.*locked/),
    });
  });

  test('for good holds what was taken as unknown, and says what it was', async () => {
    const campaign = await plan();
    const around = meddling(async (count, request, real) => {
      const answer = await real.post(request);
      if (count === 2) lock();
      return answer;
    });
    const stop = await stage.send(campaign, { ledger, around, concurrency: 1 });
    unlock();
    expect(stop?.reason).toMatch(
      /answer to batch 2 \(5 recipients\) could not be written.*locked/s,
    );
    const { name, number } = campaign;
    expect(stop?.fix).toMatch(`outcry resume ${name}`);
    expect(stop?.fix).toMatch(
      `These were taken; count them as mailed: outcry reconcile ${name} --accept --batch 2`,
    );
    expect(await stage.tally(campaign)).toMatchObject({ accepted: 5, unknown: 5, planned: 20 });

    expect(await stage.send(campaign)).toBeUndefined();
    const [batch] = await stage.ledger.troubledBatches(number);
    expect(batch).toMatchObject({ number: 2, state: 'unknown', recipients: 5 });
    await expectDone(campaign, 30);
  });

  test('with several requests under way loses the answer of none', async () => {
    let naps = 0;
    const sleep = async () => {
      naps += 1;
      if (naps === 8) unlock();
    };
    const campaign = await plan({ batches: 20, sleep });
    const around = meddling(async (count, request, real) => {
      const answer = await real.post(request);
      if (count === 7) lock();
      return answer;
    });
    const stop = await stage.send(campaign, { ledger, around, concurrency: 4 });
    const tally = await stage.tally(campaign);
    expect(tally).toMatchObject({ unknown: 0, refused: 0 });
    expect(tally.accepted).toBe(stage.sandbox.stats().recipients);
    if (stop) expect(await stage.send(campaign)).toBeUndefined();
    await expectDone(campaign, 100);
  });

  test('while the list is frozen says that nobody was mailed, and the send can begin anew', async () => {
    await plan();
    const lists = [stage.list('b.csv', supporters(3, 'other'))];
    const freezeAudience: Ledger['freezeAudience'] = (...all) => {
      lock();
      return ledger.freezeAudience(...all);
    };
    const begun = stage.plan({ lists }, { planner: { ...ledger, freezeAudience } });
    await expect(begun).rejects.toMatchObject({
      code: 'ledger-locked',
      exit: 3,
      message: expect.stringMatching(/locked.*Nobody was mailed/s),
    });
    unlock();
    const again = await stage.plan({ lists });
    expect(await stage.send(again)).toBeUndefined();
    await expectDone(again, 3);
  });
});
