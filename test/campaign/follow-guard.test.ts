import { afterEach, beforeEach, expect, it } from 'vitest';
import { followGuard } from '../../src/campaign/follow-guard.ts';
import type { SendEvent } from '../../src/campaign/send-events.ts';
import { guardSchema } from '../../src/guard/guard-settings.ts';
import type { Campaign } from '../../src/ledger/ledger.ts';
import { openStage, type Stage, supporters } from '../send/a-stage.ts';

const WAIT = 900_000;
const time = { now: Date.now() };

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ now: () => time.now });
});
afterEach(() => stage.close());

/** Sends as much as may go now, as a worker does, who does not wait. */
async function sendWhatMayGo({ number }: Campaign): Promise<void> {
  await stage.ledger.takeSender(number);
  await stage.ledger.setCampaignState(number, 'sending');
  for (let batch = await stage.ledger.claimBatch(number); batch; ) {
    await stage.ledger.settleBatch(batch, { state: 'accepted', messageId: `m${batch.number}` });
    batch = await stage.ledger.claimBatch(number);
  }
}

async function follow(people: number, first?: number) {
  const campaign = await stage.plan({
    lists: [stage.list('all.csv', supporters(people))],
    guard: guardSchema.parse({}),
    wave: first === undefined ? undefined : { people: first, waitMs: WAIT },
  });
  const told: SendEvent[] = [];
  const tools = {
    ledger: stage.ledger,
    now: () => time.now,
    tell: (event: SendEvent) => told.push(event),
  };
  return { campaign, told, look: await followGuard(campaign, tools) };
}

it('tells whoever follows that the rest waits for the first wave, and that it goes', async () => {
  const { campaign, told, look } = await follow(60, 20);
  await look();
  expect(told).toEqual([]);
  await sendWhatMayGo(campaign);
  await look();
  await look();
  expect(told).toEqual([{ type: 'wait', reason: 'wave', until: time.now + WAIT }]);
  await stage.ledger.passWave(campaign.number);
  await look();
  await look();
  expect(told.slice(1)).toEqual([{ type: 'wave', recipients: 20 }]);
});

it('tells of no wait where everybody is in the first wave', async () => {
  const { campaign, told, look } = await follow(20, 20);
  await sendWhatMayGo(campaign);
  await look();
  expect(told).toEqual([]);
});

it('tells once, after five minutes, that nothing is heard of many', async () => {
  const { campaign, told, look } = await follow(600);
  await sendWhatMayGo(campaign);
  await look();
  expect(told).toEqual([]);
  time.now += 301_000;
  await look();
  await look();
  expect(told).toEqual([{ type: 'deaf' }]);
});
