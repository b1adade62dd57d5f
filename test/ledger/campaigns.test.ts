import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import {
  claimed,
  draft,
  ledgers,
  readyCampaign,
  rowsOf,
  type Store,
  supporters,
} from './ledgers.ts';

describe.each(ledgers)('campaigns on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  it('opens a campaign that is freezing and finds it by name and number', async () => {
    const campaign = await ledger.openCampaign(draft);
    expect(campaign).toEqual({
      ...draft,
      number: 1,
      state: 'freezing',
      createdAt: store.clock.now,
      startsAt: undefined,
      pace: {},
    });
    expect(await ledger.findCampaign('river')).toEqual(campaign);
    expect(await ledger.campaignByNumber(campaign.number)).toEqual(campaign);
  });

  it('finds nothing under a name or number that it does not know', async () => {
    expect(await ledger.findCampaign('river')).toBeUndefined();
    expect(await ledger.campaignByNumber(7 as CampaignNumber)).toBeUndefined();
  });

  it('adds -2, -3 to a name that is taken', async () => {
    const names = [];
    for (let count = 0; count < 3; count++) names.push((await ledger.openCampaign(draft)).name);
    expect(names).toEqual(['river', 'river-2', 'river-3']);
  });

  it('passes over a numbered name that somebody wished for', async () => {
    await ledger.openCampaign({ ...draft, name: 'river-2' });
    await ledger.openCampaign(draft);
    expect((await ledger.openCampaign(draft)).name).toBe('river-3');
  });

  it('gives different names to two processes that wish for the same one at once', async () => {
    const other = await store.open();
    const opened = await Promise.all([ledger.openCampaign(draft), other.openCampaign(draft)]);
    expect(opened.map(({ name }) => name).sort()).toEqual(['river', 'river-2']);
  });

  it('lists the newest first', async () => {
    await ledger.openCampaign({ ...draft, name: 'first' });
    await ledger.openCampaign({ ...draft, name: 'second' });
    expect((await ledger.listCampaigns()).map(({ name }) => name)).toEqual(['second', 'first']);
  });

  it('keeps everything over closing and opening', async () => {
    const campaign = await readyCampaign(ledger);
    const again = await store.open();
    expect(await again.findCampaign('river')).toEqual({ ...campaign, state: 'ready' });
  });

  it('changes the state of a campaign, and throws for one that is not there', async () => {
    const { number } = await readyCampaign(ledger);
    await ledger.setCampaignState(number, 'paused');
    expect((await ledger.campaignByNumber(number))?.state).toBe('paused');
    await expect(ledger.setCampaignState(9 as CampaignNumber, 'paused')).rejects.toThrow(
      'There is no campaign 9.',
    );
  });

  it('is not done while a batch is planned or sending', async () => {
    const { number } = await readyCampaign(ledger, { count: 1 });
    await expect(ledger.setCampaignState(number, 'done')).rejects.toThrow('batch 1 is planned');
    const batch = await claimed(ledger, number);
    await expect(ledger.setCampaignState(number, 'done')).rejects.toThrow('batch 1 is sending');
    await ledger.settleBatch(batch, { state: 'refused', reason: '400' });
    await ledger.setCampaignState(number, 'done');
    expect((await ledger.campaignByNumber(number))?.state).toBe('done');
  });

  it('forgets a campaign of which nothing was sent, and never gives its number again', async () => {
    const first = await readyCampaign(ledger);
    await ledger.takeSender(first.number);
    await ledger.dropCampaign(first.number);
    expect(await ledger.findCampaign('river')).toBeUndefined();
    expect(await ledger.firstRecipients(first.number, 5)).toEqual([]);
    expect((await ledger.tally(first.number)).recipients).toBe(0);
    expect((await ledger.openCampaign(draft)).number).toBe(2);
  });

  it('forgets a freeze that broke off', async () => {
    const { number } = await ledger.openCampaign(draft);
    async function* breaking() {
      yield* rowsOf(supporters(3));
      throw new Error('the list ended badly');
    }
    await expect(ledger.freezeAudience(number, breaking(), 2)).rejects.toThrow('ended badly');
    expect((await ledger.campaignByNumber(number))?.state).toBe('freezing');
    expect(await ledger.claimBatch(number)).toBeUndefined();
    await ledger.dropCampaign(number);
    expect(await ledger.listCampaigns()).toEqual([]);
  });

  it.each([
    ['was accepted', { state: 'accepted', messageId: 'm1' }],
    ['was not taken, but left', { state: 'notTaken', reason: '429' }],
  ] as const)('refuses to forget a campaign of which a batch %s', async (_why, settlement) => {
    const { number } = await readyCampaign(ledger);
    await ledger.settleBatch(await claimed(ledger, number), settlement);
    await expect(ledger.dropCampaign(number)).rejects.toMatchObject({ code: 'campaign-started' });
    expect((await ledger.tally(number)).recipients).toBe(5);
  });

  it('remembers which message was sent to whom as a test, the newest first', async () => {
    await ledger.recordTest('abc', 'one@example.org');
    store.clock.now += 1000;
    await ledger.recordTest('abc', 'two@example.org');
    await ledger.recordTest('def', 'three@example.org');
    expect(await ledger.testsOf('abc')).toEqual([
      { email: 'two@example.org', at: store.clock.now },
      { email: 'one@example.org', at: store.clock.now - 1000 },
    ]);
    expect(await ledger.testsOf('other')).toEqual([]);
  });
});
