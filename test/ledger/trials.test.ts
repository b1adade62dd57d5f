import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import {
  address,
  claimed,
  draft,
  emailsOf,
  ledgers,
  recipientNumber,
  rowsOf,
  type Store,
  supporter,
} from './ledgers.ts';

const TRIAL = {
  variants: [
    { variant: 'A', subject: 'Save the river' },
    { variant: 'B', subject: 'The river is yours' },
  ],
  share: 0.5,
  rule: { probability: 0.95 },
};
/** 1 and 4 get A, 2 gets B, 3 and 5 are the rest. */
const VARIANTS = ['A', 'B', '', 'A', ''];

describe.each(ledgers)('a trial on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    campaign = await freeze();
    await ledger.takeSender(campaign);
  });
  afterEach(() => store.remove());

  async function freeze({ trial = true, batchSize = 2 } = {}) {
    const { number } = await ledger.openCampaign({ ...draft, ...(trial && { trial: TRIAL }) });
    const rows = VARIANTS.map((variant, at) => ({ ...supporter(at + 1, at + 2), variant }));
    await ledger.freezeAudience(number, rowsOf(rows), batchSize);
    return number;
  }

  async function sendAll() {
    for (let batch = await ledger.claimBatch(campaign); batch; ) {
      await ledger.settleBatch(batch, { state: 'accepted', messageId: `m${batch.number}` });
      batch = await ledger.claimBatch(campaign);
    }
  }

  const sign = (number: number, petition = draft.petition.slug) =>
    ledger.recordSignature({
      petition,
      email: address(number),
      firstName: 'Rosa',
      lastName: '',
      postcode: '',
      country: '',
      comment: '',
      consent: false,
      campaign,
      recipient: recipientNumber(number),
    });
  const choose = (variant: string) =>
    ledger.chooseWinner(campaign, { variant, how: 'hand', probability: 0.7 });

  it('keeps what was planned for it', async () => {
    expect(await ledger.trialOf(campaign)).toEqual({
      ...TRIAL,
      sentAt: undefined,
      winner: undefined,
    });
    expect(await ledger.trialOf(await freeze({ trial: false }))).toEqual(undefined);
  });

  it('gives out its own batches alone, until the winner is chosen; then the rest carries it', async () => {
    const [first, second] = [await claimed(ledger, campaign), await claimed(ledger, campaign)];
    expect([first, second].map((batch) => [batch.variant, emailsOf(batch)])).toEqual([
      ['A', [address(1), address(4)]],
      ['B', [address(2)]],
    ]);
    expect(await ledger.claimBatch(campaign)).toBeUndefined();
    expect((await ledger.tally(campaign)).planned).toBe(5);
    await choose('B');
    const rest = await claimed(ledger, campaign);
    expect([rest.variant, emailsOf(rest)]).toEqual(['B', [address(3), address(5)]]);
    const recipients = [1, 2, 3].map((one) => ledger.recipient(campaign, recipientNumber(one)));
    expect((await Promise.all(recipients)).map((one) => one?.variant)).toEqual(['A', 'B', 'B']);
  });

  it('keeps the first choice, whoever chooses again, and in another process too', async () => {
    expect(await choose('B')).toEqual({
      variant: 'B',
      how: 'hand',
      probability: 0.7,
      at: store.clock.now,
    });
    const other = await store.open({ pid: 7 });
    const again = { variant: 'A', how: 'deadline', probability: 0.9 } as const;
    expect(await other.chooseWinner(campaign, again)).toMatchObject({ variant: 'B', how: 'hand' });
    await expect(choose('B')).resolves.toMatchObject({ variant: 'B' });
    expect((await other.trialOf(campaign))?.winner?.variant).toBe('B');
  });

  it('refuses a variant that there is not, and a campaign that has none', async () => {
    await expect(choose('C')).rejects.toThrow('no variant "C"');
    campaign = await freeze({ trial: false });
    await expect(choose('A')).rejects.toThrow('no trial');
  });

  it('is sent once nothing of it is planned or under way, and remembers when that was', async () => {
    expect(await ledger.trialSent(campaign)).toBeUndefined();
    const batch = await claimed(ledger, campaign);
    await sendAll();
    expect(await ledger.trialSent(campaign)).toBeUndefined();
    await ledger.settleBatch(batch, { state: 'unknown', reason: 'cut' });
    const at = store.clock.now;
    expect(await ledger.trialSent(campaign)).toBe(at);
    store.clock.now += 5_000;
    expect(await ledger.trialSent(campaign)).toBe(at);
  });

  it('counts of each variant who was mailed for sure, and who of them has signed', async () => {
    await ledger.suppress(address(4), 'unsubscribed', undefined);
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, { state: 'accepted', messageId: 'm' });
    const unknown = await claimed(ledger, campaign);
    await ledger.settleBatch(unknown, { state: 'unknown', reason: 'cut' });
    for (const one of [1, 1, 2, 4]) await sign(one);
    await sign(1, 'another-petition');
    expect(await ledger.byEdition(campaign)).toEqual([
      { variant: '', lang: 'en', recipients: 2, accepted: 0, signatures: 0 },
      { variant: 'A', lang: 'en', recipients: 2, accepted: 1, signatures: 1 },
      { variant: 'B', lang: 'en', recipients: 1, accepted: 0, signatures: 0 },
    ]);
  });

  it('has the rest wait also where one of its batches was divided', async () => {
    campaign = await freeze({ batchSize: 5 });
    await ledger.takeSender(campaign);
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, { state: 'divided', reason: 'bad', suspects: [] });
    await sendAll();
    await choose('A');
    const rest = await claimed(ledger, campaign);
    await ledger.settleBatch(rest, { state: 'divided', reason: 'bad', suspects: [] });
    const halves = [await claimed(ledger, campaign), await claimed(ledger, campaign)];
    expect(halves.map(({ variant }) => variant)).toEqual(['A', 'A']);
    const figures = await ledger.byEdition(campaign);
    expect(figures.map(({ variant, recipients }) => [variant, recipients])).toEqual([
      ['', 2],
      ['A', 2],
      ['B', 1],
    ]);
  });

  it('does not let a pace wait for the rest before the choice', async () => {
    const pace = { warmUp: [3] };
    const { number } = await ledger.openCampaign({ ...draft, trial: TRIAL, pace });
    const rows = VARIANTS.map((variant, at) => ({ ...supporter(at + 1, at + 2), variant }));
    await ledger.freezeAudience(number, rowsOf(rows), 2);
    campaign = number;
    await ledger.takeSender(campaign);
    for (let claims = 0; claims < 2; claims += 1) {
      const claim = await ledger.claimAtPace(campaign);
      if (!('batch' in claim) || !claim.batch) throw new Error('The trial was to leave today.');
      await ledger.settleBatch(claim.batch, { state: 'accepted', messageId: 'm' });
    }
    expect(await ledger.claimAtPace(campaign)).toEqual({ batch: undefined });
    await choose('A');
    expect(await ledger.claimAtPace(campaign)).toMatchObject({ reason: 'warm-up' });
  });

  it('is forgotten with a campaign that was dropped', async () => {
    await ledger.releaseSender(campaign);
    await ledger.dropCampaign(campaign);
    expect(await ledger.trialOf(campaign)).toBeUndefined();
  });
});
