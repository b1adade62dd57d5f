import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger, Settlement } from '../../src/ledger/ledger.ts';
import type { BatchNumber, CampaignNumber, RecipientNumber } from '../../src/terms.ts';
import { address, claimed, emailsOf, ledgers, readyCampaign, type Store } from './ledgers.ts';

const accepted: Settlement = { state: 'accepted', messageId: 'm1' };
const refused: Settlement = { state: 'refused', reason: '400: the subject is missing' };
const unknown: Settlement = { state: 'unknown', reason: 'the connection broke' };
const notTaken: Settlement = { state: 'notTaken', reason: '429' };

describe.each(ledgers)('batches on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    campaign = (await readyCampaign(ledger, { count: 5, batchSize: 2 })).number;
    await ledger.takeSender(campaign);
  });
  afterEach(() => store.remove());

  it('are claimed one after another, each once, until none is left', async () => {
    const claims = [];
    for (let count = 0; count < 4; count++) claims.push(await ledger.claimBatch(campaign));
    expect(claims.map(emailsOf)).toEqual([
      [address(1), address(2)],
      [address(3), address(4)],
      [address(5)],
      undefined,
    ]);
  });

  it('make the campaign sending with the first claim', async () => {
    await claimed(ledger, campaign);
    expect((await ledger.campaignByNumber(campaign))?.state).toBe('sending');
  });

  it('never go to two who claim at the same time', async () => {
    const claims = await Promise.all([1, 2, 3, 4].map(() => ledger.claimBatch(campaign)));
    expect(claims.map((batch) => batch?.number).sort()).toEqual([1, 2, 3, undefined]);
  });

  it('are not claimed while the campaign is paused, also by another process', async () => {
    await claimed(ledger, campaign);
    const other = await store.open();
    await other.setCampaignState(campaign, 'paused');
    expect(await ledger.claimBatch(campaign)).toBeUndefined();
    await other.setCampaignState(campaign, 'sending');
    expect((await claimed(ledger, campaign)).number).toBe(2);
  });

  it.each([
    ['accepted', accepted, { accepted: 2, planned: 3, requests: 1 }],
    ['refused', refused, { refused: 2, planned: 3, requests: 1 }],
    ['unknown', unknown, { unknown: 2, planned: 3, requests: 1 }],
    ['planned again when not taken', notTaken, { planned: 5, requests: 0 }],
  ])('become %s by their settlement', async (_name, settlement, expected) => {
    await ledger.settleBatch(await claimed(ledger, campaign), settlement);
    expect(await ledger.tally(campaign)).toMatchObject({ recipients: 5, batches: 3, ...expected });
  });

  it('that were not taken are claimed again, before the others', async () => {
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, notTaken);
    expect(await ledger.claimBatch(campaign)).toEqual({ ...batch, claim: 2 });
  });

  it('count as planned while in flight', async () => {
    await claimed(ledger, campaign);
    expect(await ledger.tally(campaign)).toMatchObject({ planned: 5, unknown: 0, requests: 1 });
  });

  it('that turn out to have been taken move from unknown to accepted', async () => {
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, unknown);
    await ledger.settleBatch(batch, accepted);
    expect(await ledger.tally(campaign)).toMatchObject({ unknown: 0, accepted: 2 });
  });

  it.each([
    ['accepted', refused],
    ['accepted', accepted],
    ['refused', accepted],
    ['unknown', notTaken],
    ['unknown', refused],
    ['notTaken', accepted],
  ] as const)('that are %s cannot be settled once more', async (state, second) => {
    const first = { accepted, refused, unknown, notTaken }[state];
    await ledger.takeSender(campaign);
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, first);
    const before = await ledger.tally(campaign);
    await expect(ledger.settleBatch(batch, second)).rejects.toThrow('it is not sending');
    expect(await ledger.tally(campaign)).toEqual(before);
  });

  it('that are unknown become what staff decide, and no others do', async () => {
    for (const settlement of [unknown, unknown, accepted]) {
      await ledger.settleBatch(await claimed(ledger, campaign), settlement);
    }
    const [first, second] = (await ledger.troubledBatches(campaign)).map(({ number }) => number);
    if (first === undefined || second === undefined) throw new Error('Two should be unknown.');
    expect(await ledger.decideUnknown(campaign, 'accepted', [first])).toBe(2);
    expect(await ledger.decideUnknown(campaign, 'accepted', [first])).toBe(0);
    expect(await ledger.decideUnknown(campaign, 'planned', [])).toBe(0);
    expect(await ledger.tally(campaign)).toMatchObject({ accepted: 3, unknown: 2, planned: 0 });
    expect(await ledger.decideUnknown(campaign, 'planned')).toBe(2);
    expect(await ledger.tally(campaign)).toMatchObject({ accepted: 3, unknown: 0, planned: 2 });
    expect((await claimed(ledger, campaign)).number).toBe(second);
  });

  it('that are planned again wait to be resumed, though the campaign has been done meanwhile', async () => {
    await ledger.takeSender(campaign);
    for (const settlement of [unknown, accepted, accepted]) {
      await ledger.settleBatch(await claimed(ledger, campaign), settlement);
    }
    expect(await ledger.finishCampaign(campaign)).toBe(true);
    const state = async () => (await ledger.campaignByNumber(campaign))?.state;
    await ledger.decideUnknown(campaign, 'planned', [2 as BatchNumber]);
    expect(await state()).toBe('done');
    await ledger.decideUnknown(campaign, 'planned');
    expect(await state()).toBe('paused');
  });

  it('are divided by halves, or by who is suspected, and everybody stays planned', async () => {
    const { number } = await readyCampaign(ledger, { count: 6, batchSize: 6, name: 'six' });
    await ledger.takeSender(number);
    const divide = async (...suspects: number[]) => {
      const batch = await claimed(ledger, number);
      const numbers = suspects as RecipientNumber[];
      await ledger.settleBatch(batch, { state: 'divided', reason: '400', suspects: numbers });
    };
    await divide(2, 5);
    await divide();
    await divide(1, 3);
    expect(await ledger.tally(number)).toMatchObject({ recipients: 6, planned: 6, batches: 4 });
    const claims = [];
    for (let count = 0; count < 4; count++) claims.push(emailsOf(await claimed(ledger, number)));
    expect(claims).toEqual([
      [address(1)],
      [address(2), address(5)],
      [address(4), address(6)],
      [address(3)],
    ]);
  });

  it('that have one recipient cannot be divided', async () => {
    const { number } = await readyCampaign(ledger, { count: 1, name: 'one' });
    await ledger.takeSender(number);
    const batch = await claimed(ledger, number);
    const settlement = { state: 'divided', reason: '400', suspects: [] } as const;
    await expect(ledger.settleBatch(batch, settlement)).rejects.toThrow('too small');
    expect(await ledger.tally(number)).toMatchObject({ planned: 1, batches: 1 });
  });

  it('are not claimed of a cancelled campaign, which stays cancelled', async () => {
    expect(await ledger.setCampaignState(campaign, 'cancelled')).toBe(true);
    expect(await ledger.setCampaignState(campaign, 'sending')).toBe(false);
    expect(await ledger.claimBatch(campaign)).toBeUndefined();
    expect((await ledger.campaignByNumber(campaign))?.state).toBe('cancelled');
  });

  it('that need attention are listed with their reason', async () => {
    await ledger.settleBatch(await claimed(ledger, campaign), refused);
    await ledger.suppress(address(3), 'manual', undefined);
    await ledger.settleBatch(await claimed(ledger, campaign), unknown);
    await ledger.settleBatch(await claimed(ledger, campaign), accepted);
    expect(await ledger.troubledBatches(campaign)).toEqual([
      { number: 1, state: 'refused', recipients: 2, reason: '400: the subject is missing' },
      { number: 2, state: 'unknown', recipients: 1, reason: 'the connection broke' },
    ]);
  });

  it('leave without whoever was suppressed since the freeze', async () => {
    await ledger.suppress(address(2), 'unsubscribed', campaign);
    const batch = await claimed(ledger, campaign);
    expect(emailsOf(batch)).toEqual([address(1)]);
    await ledger.settleBatch(batch, accepted);
    expect(await ledger.tally(campaign)).toMatchObject({
      recipients: 5,
      accepted: 1,
      suppressed: 1,
      planned: 3,
    });
  });

  it('that come back leave out whoever was suppressed meanwhile', async () => {
    await ledger.suppress(address(1), 'unsubscribed', campaign);
    await ledger.settleBatch(await claimed(ledger, campaign), notTaken);
    await ledger.suppress(address(2), 'unsubscribed', campaign);
    expect(emailsOf(await claimed(ledger, campaign))).toEqual([address(3), address(4)]);
    expect(await ledger.tally(campaign)).toMatchObject({ suppressed: 2, planned: 3 });
  });

  it('of which nobody is left are passed over, and are no request', async () => {
    for (const name of [1, 2, 3, 4]) await ledger.suppress(address(name), 'bounced', undefined);
    const batch = await claimed(ledger, campaign);
    expect(emailsOf(batch)).toEqual([address(5)]);
    await ledger.settleBatch(batch, accepted);
    expect(await ledger.tally(campaign)).toMatchObject({
      suppressed: 4,
      accepted: 1,
      planned: 0,
      batches: 3,
      requests: 1,
    });
    await ledger.setCampaignState(campaign, 'done');
  });
});
