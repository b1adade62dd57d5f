import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SendEvent } from '../../src/campaign/send-events.ts';
import { OutcryError } from '../../src/errors.ts';
import type { Campaign, Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { meddling, openStage, type Stage, supporters } from './a-stage.ts';
import { type Trouble, troubles } from './troubles.ts';

let stage: Stage;
let ledger: Ledger;
let trouble: Trouble;
afterEach(async () => {
  trouble.end();
  await ledger.close();
  await stage.close();
  await trouble.close();
});

interface Scene {
  readonly batches?: number;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Supporters in batches of five, and a process that sends to them; the stage's own is another one. */
async function plan({ batches = 6, sleep }: Scene = {}): Promise<Campaign> {
  const { folder: within, database } = trouble;
  stage = await openStage({ sleep, within, database });
  const place = database ? { database } : { file: join(stage.folder, 'ledger.sqlite') };
  ledger = await openLedger({
    ...trouble.watch({ ...place, patienceMs: 5 }),
    now: Date.now,
    startedAt: 1,
  });
  const lists = [stage.list('a.csv', supporters(5 * batches))];
  return stage.plan({ lists, batchSize: 5 });
}

async function expectDone({ name }: Campaign, people: number): Promise<void> {
  const campaign = await stage.ledger.findCampaign(name);
  expect(campaign?.state).toBe('done');
  expect(stage.sandbox.stats()).toMatchObject({ recipients: people, duplicates: 0 });
}

for (const { name, open, code, said, fix, isPossible } of troubles)
  describe.skipIf(!isPossible())(name, () => {
    beforeEach(async () => {
      trouble = await open();
    });

    test('before the send begins keeps it from beginning, and nobody is mailed', async () => {
      const campaign = await plan();
      trouble.begin();
      await expect(stage.send(campaign, { ledger })).rejects.toMatchObject({
        code: expect.stringMatching(code),
      });
      trouble.end();
      expect(await stage.tally(campaign)).toMatchObject({ planned: 30, requests: 0 });
      expect(await stage.send(campaign)).toBeUndefined();
      await expectDone(campaign, 30);
    });

    test('when a batch is to be claimed stops the send; what is left stays planned', async () => {
      const campaign = await plan();
      const onBatch = () => {
        if (stage.sandbox.stats().recipients === 10) trouble.begin();
      };
      const stop = await stage.send(campaign, { ledger, onBatch, concurrency: 1 });
      trouble.end();
      expect(stop?.reason).toMatch(said);
      expect(stop?.fix).toMatch(fix);
      expect(stop?.fix).toMatch(`Then run: outcry resume ${campaign.name}`);
      expect(await stage.tally(campaign)).toMatchObject({ accepted: 10, planned: 20, unknown: 0 });

      expect(await stage.send(campaign)).toBeUndefined();
      await expectDone(campaign, 30);
    });

    test('when an answer comes is tried again until the answer is kept, and says so', async () => {
      let naps = 0;
      const sleep = async () => {
        naps += 1;
        if (naps === 3) trouble.end();
      };
      const campaign = await plan({ sleep });
      const told: SendEvent[] = [];
      const around = meddling(async (count, request, real) => {
        const answer = await real.post(request);
        if (count === 2) trouble.begin();
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
        reason: expect.stringMatching(/answer to batch 2 is not written yet/),
      });
    });

    test('for good holds what was taken as unknown, and says what it was', async () => {
      const campaign = await plan();
      const around = meddling(async (count, request, real) => {
        const answer = await real.post(request);
        if (count === 2) trouble.begin();
        return answer;
      });
      const stop = await stage.send(campaign, { ledger, around, concurrency: 1 });
      trouble.end();
      expect(stop?.reason).toMatch(/answer to batch 2 \(5 recipients\) could not be written/);
      expect(stop?.reason).toMatch(said);
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
        if (naps === 8) trouble.end();
      };
      const campaign = await plan({ batches: 20, sleep });
      const around = meddling(async (count, request, real) => {
        const answer = await real.post(request);
        if (count === 7) trouble.begin();
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
        trouble.begin();
        return ledger.freezeAudience(...all);
      };
      const begun = stage.plan({ lists }, { planner: { ...ledger, freezeAudience } });
      await expect(begun).rejects.toMatchObject({
        code: expect.stringMatching(code),
        exit: 3,
        message: expect.stringMatching(/Nobody was mailed/),
      });
      trouble.end();
      const again = await stage.plan({ lists });
      expect(await stage.send(again)).toBeUndefined();
      await expectDone(again, 3);
    });

    test('at whatever call of a send it begins, mails nobody twice and loses nobody', async () => {
      await plan({ batches: 1 });
      let unlucky = 0;
      for (let when = 1, isMet = true; isMet; when += 1) {
        const rows = supporters(6, `at${when}-`);
        const lists = [stage.list(`${when}.csv`, rows)];
        const campaign = await stage.plan({ lists, batchSize: 2, name: `at-${when}` });
        const before = stage.sandbox.stats().recipients;
        isMet = false;
        const troubled = counting(ledger, (count) => {
          if (count !== when) return;
          isMet = true;
          trouble.begin();
        });
        const end = await outcomeOf(stage.send(campaign, { ledger: troubled }));
        trouble.end();
        if (end === 'stopped') unlucky += 1;
        expect(await stage.send(campaign), `trouble at call ${when}`).toBeUndefined();
        const { accepted, unknown } = await stage.tally(campaign);
        expect(accepted + unknown).toBe(6);
        expect(stage.sandbox.stats().recipients - before).toBe(6);
        expect((await stage.ledger.findCampaign(campaign.name))?.state).toBe('done');
      }
      expect(stage.sandbox.stats().duplicates).toBe(0);
      expect(unlucky).toBeGreaterThan(5);
    });
  });

/** A ledger that tells, before each call, which one it is: 1, 2, 3 … */
function counting(ledger: Ledger, onCall: (count: number) => void): Ledger {
  let count = 0;
  return new Proxy(ledger, {
    get:
      (all, name: keyof Ledger) =>
      (...given: readonly never[]) => {
        count += 1;
        onCall(count);
        return (all[name] as (...rest: readonly never[]) => unknown)(...given);
      },
  });
}

/** Nothing but what a person can mend may end a send. */
async function outcomeOf(send: Promise<unknown>): Promise<'stopped' | 'done'> {
  try {
    return (await send) === undefined ? 'done' : 'stopped';
  } catch (error) {
    expect(error).toBeInstanceOf(OutcryError);
    return 'stopped';
  }
}
