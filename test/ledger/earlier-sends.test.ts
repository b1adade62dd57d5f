import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Campaign, Ledger } from '../../src/ledger/ledger.ts';
import { claimed, draft, ledgers, rowsOf, type Store, supporter, supporters } from './ledgers.ts';

describe.each(ledgers)('campaigns of the same letter on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  /** Planned for `first@example.org` to `last@example.org`, two in a batch. */
  async function planned(first: number, last: number, hash = draft.hash): Promise<Campaign> {
    const rows = Array.from({ length: last - first + 1 }, (_, index) => supporter(first + index));
    const campaign = await ledger.openCampaign({ ...draft, hash });
    await ledger.freezeAudience(campaign.number, rowsOf(rows), 2);
    return campaign;
  }

  async function settle(campaign: Campaign, state: 'accepted' | 'unknown' | 'refused') {
    const batch = await claimed(ledger, campaign.number);
    await ledger.settleBatch(
      batch,
      state === 'accepted' ? { state, messageId: 'm1' } : { state, reason: 'why' },
    );
  }

  const seen = async ({ number }: Campaign) =>
    (await ledger.earlierSends(number)).map(({ campaign, ...counts }) => [campaign.name, counts]);

  it('are shown with whom they have mailed, or may have, of those who are still to be mailed', async () => {
    const first = await planned(1, 8);
    await ledger.takeSender(first.number);
    await settle(first, 'accepted');
    await settle(first, 'unknown');
    await settle(first, 'refused');
    const second = await planned(2, 9);
    expect(await seen(second)).toEqual([['river', { mailed: 4, overlap: 3, waiting: 2 }]]);
    // Who was mailed in the second meanwhile is no concern of the second any more.
    await ledger.takeSender(second.number);
    await settle(second, 'accepted');
    expect(await seen(second)).toEqual([['river', { mailed: 4, overlap: 1, waiting: 2 }]]);
    // The first has only 7 and 8 still to mail, and the second is to mail them too.
    expect(await seen(first)).toEqual([['river-2', { mailed: 2, overlap: 0, waiting: 2 }]]);
  });

  it('are of no concern to other lists, other letters, and who was suppressed in time', async () => {
    const first = await planned(1, 4);
    await ledger.suppress(supporter(2).email, 'unsubscribed', undefined);
    await ledger.takeSender(first.number);
    await settle(first, 'accepted');
    await settle(first, 'accepted');
    expect(await seen(await planned(5, 6))).toEqual([
      ['river', { mailed: 3, overlap: 0, waiting: 0 }],
    ]);
    expect(await seen(await planned(1, 4, 'another'))).toEqual([]);
  });

  it('count for nothing while their list is not frozen whole, as after a crash', async () => {
    const { number } = await ledger.openCampaign(draft);
    async function* cutOff() {
      yield* supporters(6_000);
      throw new Error('the power was cut');
    }
    await expect(ledger.freezeAudience(number, cutOff(), 2)).rejects.toThrow('the power was cut');
    expect(await ledger.firstRecipients(number, 1)).toHaveLength(1);
    expect(await seen(await planned(1, 4))).toEqual([]);
  });

  it('come the newest first', async () => {
    await planned(1, 2);
    await planned(1, 2);
    expect((await seen(await planned(1, 2))).map(([name]) => name)).toEqual(['river-2', 'river']);
  });

  it('names the first rows that cannot be mailed, with the reason', async () => {
    const { number } = await ledger.openCampaign(draft);
    const bad = (line: number) => ({
      file: 'a.csv',
      line,
      email: 'x',
      reason: 'invalid' as const,
      detail: 'no @',
    });
    const rows = [bad(2), supporter(1, 3), supporter(1, 4), bad(5), bad(6)];
    await ledger.freezeAudience(number, rowsOf(rows), 2);
    expect(await ledger.skippedRows(number, 2)).toEqual([bad(2), bad(5)]);
  });
});
