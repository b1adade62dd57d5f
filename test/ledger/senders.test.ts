import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventDraft, Ledger } from '../../src/ledger/ledger.ts';
import type { BatchNumber, CampaignNumber } from '../../src/terms.ts';
import {
  claimed,
  DEAD_PID,
  ledgers,
  readyCampaign,
  recipientNumber,
  type Store,
  type Who,
} from './ledgers.ts';

const host = 'desk-1';
const startedAt = 1;
const first: Who = { pid: DEAD_PID, host, startedAt };

describe.each(ledgers)('the sender on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open(first);
    campaign = (await readyCampaign(ledger)).number;
  });
  afterEach(() => store.remove());

  function processed(batch: number): EventDraft {
    return {
      identity: `processed-${batch}`,
      campaign,
      batch: batch as BatchNumber,
      recipient: recipientNumber(1),
      email: undefined,
      event: 'processed',
      at: 5,
      suppress: undefined,
      raw: '{}',
    };
  }

  it('may be taken twice by the same process, and keeps what is in flight', async () => {
    expect(await ledger.takeSender(campaign)).toEqual({ taken: true });
    await claimed(ledger, campaign);
    expect(await ledger.takeSender(campaign)).toEqual({ taken: true });
    expect(await ledger.tally(campaign)).toMatchObject({ planned: 5, unknown: 0 });
  });

  it('is one process at a time: the other is told who it is', async () => {
    const alive = await store.open({ pid: process.ppid, host, startedAt });
    await alive.takeSender(campaign);
    const other = await store.open({ pid: process.pid, host, startedAt: 2 });
    const answer = await other.takeSender(campaign);
    expect(answer.taken).toBe(false);
    expect(!answer.taken && answer.by).toMatch(
      new RegExp(`^process ${process.ppid} on host desk-1, since 2026-11-2\\d \\d\\d:\\d2$`),
    );
  });

  it('can be taken once the other has released it', async () => {
    const alive = await store.open({ pid: process.ppid, host, startedAt });
    await alive.takeSender(campaign);
    await ledger.releaseSender(campaign);
    expect((await ledger.takeSender(campaign)).taken).toBe(false);
    await alive.releaseSender(campaign);
    expect((await ledger.takeSender(campaign)).taken).toBe(true);
  });

  it.each<[string, Who, Who]>([
    ['its process is gone', first, { pid: process.pid, host, startedAt: 2 }],
    ['its pid is now our own', { pid: 7, host, startedAt: 1 }, { pid: 7, host, startedAt: 2 }],
    [
      'the machine was started again, though its pid is in use',
      { pid: process.ppid, host, startedAt: 1 },
      { pid: process.pid, host, startedAt: 2, bootedAt: Date.UTC(2027, 0, 1) },
    ],
    [
      'the machine was started again, where each start has a name',
      { pid: process.ppid, host: `${host}/b-1`, startedAt: 1 },
      { pid: process.pid, host: `${host}/c-1`, startedAt: 2, bootedAt: Date.UTC(2027, 0, 1) },
    ],
  ])('is taken over when %s, and what was in flight is unknown', async (_why, dying, taking) => {
    const dead = await store.open(dying);
    await dead.takeSender(campaign);
    await dead.settleBatch(await claimed(dead, campaign), { state: 'accepted', messageId: 'm1' });
    await claimed(dead, campaign);
    const next = await store.open(taking);
    expect(await next.takeSender(campaign)).toEqual({ taken: true });
    expect(await next.troubledBatches(campaign)).toEqual([
      {
        number: 2,
        state: 'unknown',
        recipients: 2,
        reason: 'the sending process died before the answer came',
      },
    ]);
    expect((await claimed(next, campaign)).number).toBe(3);
    expect(await next.claimBatch(campaign)).toBeUndefined();
  });

  it('lets go of all campaigns but those that it is to keep', async () => {
    const kept = (await readyCampaign(ledger, { name: 'kept' })).number;
    for (const number of [campaign, kept]) {
      await ledger.takeSender(number);
      await claimed(ledger, number);
    }
    await ledger.releaseOthers([kept]);
    const other = await store.open({ pid: 7, host: 'desk-2', startedAt: 2 });
    expect(await other.sweepSenders(campaign)).toBe(1);
    expect(await other.sweepSenders(kept)).toBe(0);
    await ledger.releaseOthers([]);
    expect(await other.sweepSenders(kept)).toBe(1);
  });

  it.each<[string, string, Who]>([
    ['on another machine', host, { host: 'desk-2' }],
    ['in another container of the same name', `${host}/a-1`, { host: `${host}/a-2` }],
    ['in such a one, with the same pid', `${host}/a-1`, { host: `${host}/a-2`, pid: DEAD_PID }],
  ])('%s is dead after 60 seconds without a sign of life', async (_where, its, other) => {
    ledger = await store.open({ ...first, host: its });
    await ledger.takeSender(campaign);
    const elsewhere = await store.open({ pid: process.pid, startedAt: 2, ...other });
    const by = expect.stringMatching(/ on host desk-1, since /);
    expect(await elsewhere.takeSender(campaign)).toEqual({ taken: false, by });
    store.clock.now += 50_000;
    const batch = await claimed(ledger, campaign);
    store.clock.now += 50_000;
    await ledger.settleBatch(batch, { state: 'accepted', messageId: 'm1' });
    store.clock.now += 60_000;
    expect((await elsewhere.takeSender(campaign)).taken).toBe(false);
    store.clock.now += 1;
    expect((await elsewhere.takeSender(campaign)).taken).toBe(true);
  });

  it('that was given up for dead stops, and can still say that its batch was taken', async () => {
    await ledger.takeSender(campaign);
    const [one, two] = [await claimed(ledger, campaign), await claimed(ledger, campaign)];
    const next = await store.open({ pid: process.pid, host });
    await next.takeSender(campaign);
    await ledger.settleBatch(one, { state: 'accepted', messageId: 'm1' });
    const lost = { code: 'sender-lost', exit: 4 };
    await expect(
      ledger.settleBatch(two, { state: 'notTaken', reason: '429' }),
    ).rejects.toMatchObject(lost);
    await expect(ledger.claimBatch(campaign)).rejects.toMatchObject(lost);
    expect(await next.tally(campaign)).toMatchObject({ accepted: 2, unknown: 2, planned: 1 });
  });

  it('that died shows what was in flight as unknown, even before another takes over', async () => {
    await ledger.takeSender(campaign);
    await claimed(ledger, campaign);
    const watcher = await store.open({ pid: process.pid, host });
    expect(await watcher.tally(campaign)).toMatchObject({ planned: 3, unknown: 2, recipients: 5 });
  });

  it('that died before events came leaves accepted what they prove', async () => {
    await ledger.takeSender(campaign);
    await claimed(ledger, campaign);
    await claimed(ledger, campaign);
    const next = await store.open({ pid: process.pid, host });
    await next.recordEvents([processed(2)]);
    await next.takeSender(campaign);
    expect(await next.tally(campaign)).toMatchObject({ accepted: 2, unknown: 2, planned: 1 });
  });
});
