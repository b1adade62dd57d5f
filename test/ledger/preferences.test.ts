import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChoiceDraft, Ledger, MailChoice } from '../../src/ledger/ledger.ts';
import {
  address,
  claimed,
  draft,
  emailsOf,
  ledgers,
  readyCampaign,
  rowsOf,
  type Store,
  supporters,
} from './ledgers.ts';

const DAY = 86_400_000;
const ACCEPTED = { state: 'accepted', messageId: 'm' } as const;
const SLUG = draft.petition.slug;
const ANA = address(1);

describe.each(ledgers)('which letters a supporter wants, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  /** A campaign of another petition to the same people, all in one batch. */
  async function campaignOf(slug: string, count = 2) {
    const petition = { ...draft.petition, slug };
    const campaign = await ledger.openCampaign({ ...draft, name: slug, petition });
    await ledger.freezeAudience(campaign.number, rowsOf(supporters(count)), count);
    await ledger.takeSender(campaign.number);
    return campaign.number;
  }

  const choose = async (choice: MailChoice, wishes: Partial<ChoiceDraft> = {}) => {
    const campaign = (await ledger.listCampaigns()).at(-1)?.number ?? (0 as never);
    const said = { email: ANA, choice, petition: SLUG, campaign, detail: 'on the page' };
    return ledger.choose({ ...said, ...wishes });
  };

  /** Who gets the only batch of a new campaign of this petition. */
  async function mailedBy(slug: string) {
    const campaign = await campaignOf(slug);
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, ACCEPTED);
    return emailsOf(batch);
  }
  const BOTH = [address(1), address(2)];
  const NOT_ANA = [address(2)];

  it('is all of them, as long as she says nothing', async () => {
    expect(await ledger.choiceOf(ANA, SLUG)).toEqual({ choice: 'all', isHeld: false });
  });

  it('takes effect on a batch that is planned already', async () => {
    const { number } = await readyCampaign(ledger, { count: 4, batchSize: 2 });
    await ledger.takeSender(number);
    await ledger.settleBatch(await claimed(ledger, number), ACCEPTED);
    await choose('petition', { email: address(3) });
    await choose('none', { email: address(1) });
    expect(emailsOf(await claimed(ledger, number))).toEqual([address(4)]);
    expect(await ledger.tally(number)).toMatchObject({ accepted: 2, planned: 1, suppressed: 1 });
    const [, , third] = await ledger.recipientsPage(number, { limit: 4 });
    expect(third).toMatchObject({
      state: 'suppressed',
      reason: 'she wants no more letters about this petition',
    });
  });

  it('none about one petition: others still come', async () => {
    await campaignOf(SLUG);
    expect(await choose('petition')).toEqual({ choice: 'petition', isHeld: false });
    expect(await mailedBy('other')).toEqual(BOTH);
    expect(await ledger.choiceOf(ANA, 'other')).toEqual({ choice: 'all', isHeld: false });
    const again = await ledger.openCampaign({ ...draft, name: 'again' });
    await ledger.freezeAudience(again.number, rowsOf(supporters(2)), 2);
    await ledger.takeSender(again.number);
    expect(emailsOf(await claimed(ledger, again.number))).toEqual(NOT_ANA);
  });

  it('at most one a month: 30 days after the last, of whatever petition', async () => {
    await mailedBy('first');
    await choose('monthly');
    expect(await mailedBy('second')).toEqual(NOT_ANA);
    store.clock.now += 30 * DAY - 1;
    expect(await mailedBy('third')).toEqual(NOT_ANA);
    store.clock.now += 1;
    expect(await mailedBy('fourth')).toEqual(BOTH);
    store.clock.now += DAY;
    expect(await mailedBy('fifth')).toEqual(NOT_ANA);
    const fifth = (await ledger.findCampaign('fifth'))?.number ?? (0 as never);
    const [ana] = await ledger.recipientsPage(fifth, { limit: 1 });
    expect(ana?.reason).toBe('she wants at most one letter a month');
  });

  it.each([
    { settlement: { state: 'unknown', reason: 'cut' }, counts: true },
    { settlement: { state: 'refused', reason: '400' }, counts: false },
    { settlement: { state: 'notTaken', reason: '429' }, counts: false },
  ] as const)('at most one a month: what was $settlement.state counts: $counts', async (one) => {
    const campaign = await campaignOf('first');
    await choose('monthly');
    await ledger.settleBatch(await claimed(ledger, campaign), one.settlement);
    expect(await mailedBy('second')).toEqual(one.counts ? NOT_ANA : BOTH);
  });

  it('at most one a month: what is under way elsewhere counts', async () => {
    const first = await campaignOf('first');
    await choose('monthly');
    const second = await campaignOf('second');
    expect(emailsOf(await claimed(ledger, first))).toEqual(BOTH);
    expect(emailsOf(await claimed(ledger, second))).toEqual(NOT_ANA);
  });

  it('a batch that was not taken is hers again when it is tried once more', async () => {
    const campaign = await campaignOf('first');
    await choose('monthly');
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, { state: 'notTaken', reason: '429' });
    expect(emailsOf(await claimed(ledger, campaign))).toEqual(BOTH);
  });

  it('is taken back by another choice', async () => {
    await campaignOf(SLUG);
    await choose('none');
    expect(await ledger.isSuppressed(ANA)).toBe(true);
    expect(await choose('petition')).toEqual({ choice: 'petition', isHeld: false });
    expect(await ledger.isSuppressed(ANA)).toBe(false);
    expect(await choose('monthly')).toEqual({ choice: 'monthly', isHeld: false });
    expect(await choose('all')).toEqual({ choice: 'all', isHeld: false });
    const { number } = (await ledger.findCampaign(SLUG)) ?? (undefined as never);
    expect((await ledger.figures(number)).unsubscribes).toBe(1);
  });

  it('shows the wish for fewer again when the one about a petition is taken back', async () => {
    await campaignOf(SLUG);
    await choose('monthly');
    expect((await choose('petition')).choice).toBe('petition');
    expect((await ledger.choiceOf(ANA, 'other')).choice).toBe('monthly');
    expect((await choose('monthly')).choice).toBe('monthly');
  });

  it.each(['bounced', 'manual', 'imported', 'complained'] as const)(
    'lifts no suppression that is not her own unsubscribing: %s',
    async (reason) => {
      await campaignOf(SLUG);
      await ledger.suppress(ANA, reason, undefined, 'because');
      expect(await choose('all')).toEqual({ choice: 'none', isHeld: true });
      await choose('none');
      expect(await choose('all')).toEqual({ choice: 'none', isHeld: true });
      expect(await ledger.findSuppression(ANA)).toMatchObject({ reason, detail: 'because' });
    },
  );
});
