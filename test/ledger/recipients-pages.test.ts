import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Campaign, Ledger, Settlement } from '../../src/ledger/ledger.ts';
import type { RecipientReport } from '../../src/ledger/recipients-ledger.ts';
import type { RecipientNumber } from '../../src/terms.ts';
import {
  address,
  claimed,
  DEAD_PID,
  draft,
  ledgers,
  readyCampaign,
  rowsOf,
  type Store,
  supporter,
} from './ledgers.ts';

describe.each(ledgers)('who got a campaign on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  /** Page by page. */
  async function everybody({ number }: Campaign, limit = 3): Promise<RecipientReport[]> {
    const all: RecipientReport[] = [];
    for (let after: RecipientNumber | undefined; ; after = all.at(-1)?.number) {
      const page = await ledger.recipientsPage(number, { after, limit });
      all.push(...page);
      if (page.length < limit) return all;
    }
  }

  const fates = async (campaign: Campaign) =>
    (await everybody(campaign)).map(({ number, state, reason }) => [number, state, reason]);

  async function settle({ number }: Campaign, settlement: Settlement): Promise<void> {
    await ledger.settleBatch(await claimed(ledger, number), settlement);
  }

  it('is told with state and reason, each once and in order, whatever the size of a page', async () => {
    const campaign = await readyCampaign(ledger, { count: 9, batchSize: 2 });
    await ledger.takeSender(campaign.number);
    await ledger.suppress(address(2), 'unsubscribed', undefined, 'on the unsubscribe page');
    await settle(campaign, { state: 'accepted', messageId: 'm1' });
    await settle(campaign, { state: 'refused', reason: 'no such domain' });
    await settle(campaign, { state: 'unknown', reason: 'cut off' });
    await claimed(ledger, campaign.number);
    const told = [
      [1, 'accepted', ''],
      [2, 'suppressed', 'unsubscribed: on the unsubscribe page'],
      [3, 'refused', 'no such domain'],
      [4, 'refused', 'no such domain'],
      [5, 'unknown', 'cut off'],
      [6, 'unknown', 'cut off'],
      [7, 'planned', 'on its way'],
      [8, 'planned', 'on its way'],
      [9, 'planned', ''],
    ];
    expect(await fates(campaign)).toEqual(told);
    const [first] = await everybody(campaign);
    expect(first).toMatchObject({ email: address(1), batch: 1, fields: { city: '日本語' } });
    for (const limit of [1, 2, 100]) {
      expect((await everybody(campaign, limit)).map(({ state }) => state)).toEqual(
        told.map(([, state]) => state),
      );
    }
    // The sums are those of the tally.
    expect(await ledger.tally(campaign.number)).toMatchObject({
      accepted: 1,
      suppressed: 1,
      refused: 2,
      unknown: 2,
      planned: 3,
    });
    await ledger.unsuppress(address(2), 'asked for it');
    expect((await fates(campaign))[1]).toEqual([2, 'suppressed', 'suppressed when the batch left']);
  });

  it('says unknown of what a sender that died had under way', async () => {
    const campaign = await readyCampaign(ledger, { count: 2 });
    const dead = await store.open({ pid: DEAD_PID });
    await dead.takeSender(campaign.number);
    await claimed(dead, campaign.number);
    expect((await fates(campaign))[0]).toEqual([
      1,
      'unknown',
      'the sending process died before the answer came',
    ]);
  });

  it('says of a letter that was taken and came back what events have told of it', async () => {
    const campaign = await readyCampaign(ledger, { count: 3, batchSize: 3 });
    await ledger.takeSender(campaign.number);
    await settle(campaign, { state: 'accepted', messageId: 'm1' });
    const about = (recipient: number, event: string) => ({
      identity: `${recipient}${event}`,
      campaign: campaign.number,
      batch: undefined,
      recipient: recipient as RecipientNumber,
      email: undefined,
      event,
      at: 1,
      suppress: undefined,
      raw: '{}',
    });
    await ledger.recordEvents([about(1, 'delivered'), about(2, 'bounce'), about(3, 'dropped')]);
    expect(await fates(campaign)).toEqual([
      [1, 'accepted', ''],
      [2, 'accepted', 'it bounced'],
      [3, 'accepted', 'SendGrid dropped it'],
    ]);
  });

  it('shows nobody twice, and nobody not at all, whose batch is divided between two pages', async () => {
    const campaign = await readyCampaign(ledger, { count: 6, batchSize: 6 });
    await ledger.takeSender(campaign.number);
    const first = await ledger.recipientsPage(campaign.number, { limit: 2 });
    await settle(campaign, { state: 'divided', reason: 'one is bad', suspects: [] });
    const after = first.at(-1)?.number;
    const rest = await ledger.recipientsPage(campaign.number, { after, limit: 10 });
    expect([...first, ...rest].map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('tells of rows that were left out one reason after the other, by page', async () => {
    await ledger.suppress(address('gone'), 'bounced', undefined);
    const bad = (line: number) => ({
      file: 'a.csv',
      line,
      email: 'x',
      reason: 'invalid' as const,
      detail: 'no @',
    });
    const { number } = await ledger.openCampaign(draft);
    const rows = [bad(2), supporter(1, 3), supporter('gone', 4), supporter(1, 5), bad(6), bad(7)];
    await ledger.freezeAudience(number, rowsOf(rows), 2);
    const page = await ledger.leftOutPage(number, { reason: 'invalid', limit: 2 });
    expect(page).toMatchObject([bad(2), bad(6)]);
    const after = page.at(-1)?.id;
    const next = await ledger.leftOutPage(number, { reason: 'invalid', after, limit: 2 });
    expect(next).toMatchObject([bad(7)]);
    const [double] = await ledger.leftOutPage(number, { reason: 'duplicate', limit: 9 });
    expect(double).toMatchObject({ line: 5, email: address(1) });
    const [suppressed] = await ledger.leftOutPage(number, { reason: 'suppressed', limit: 9 });
    expect(suppressed).toMatchObject({ line: 4, detail: expect.stringContaining('bounced') });
  });

  it('names as mailed who was, or may have been, also what is on its way; nobody else', async () => {
    const campaign = await readyCampaign(ledger, { count: 12, batchSize: 2 });
    await ledger.takeSender(campaign.number);
    await ledger.suppress(address(2), 'unsubscribed', undefined);
    await settle(campaign, { state: 'accepted', messageId: 'm1' });
    await settle(campaign, { state: 'refused', reason: 'why' });
    await settle(campaign, { state: 'unknown', reason: 'why' });
    await claimed(ledger, campaign.number);
    const mailed: string[] = [];
    let after: RecipientNumber | undefined;
    do {
      const page = await ledger.mailedPage(campaign.number, { after, limit: 4 });
      mailed.push(...page.emails);
      after = page.last;
    } while (after !== undefined);
    expect(mailed).toEqual([1, 5, 6, 7, 8].map(address));
  });
});
