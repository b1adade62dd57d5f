import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger, Skipped } from '../../src/ledger/ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import {
  address,
  claimed,
  draft,
  ledgers,
  readyCampaign,
  recipientNumber,
  rowsOf,
  type Store,
  supporter,
  supporters,
} from './ledgers.ts';

const invalid: Skipped = {
  file: 'lists/a.csv',
  line: 9,
  email: 'not an address',
  reason: 'invalid',
  detail: 'there is no @',
};

describe.each(ledgers)('the audience on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    campaign = (await ledger.openCampaign(draft)).number;
  });
  afterEach(() => store.remove());

  it('keeps fields as they are, whatever characters they hold', async () => {
    const fields = {
      tab: 'a\tb\\tc',
      lines: 'one\ntwo\r\nthree\\n',
      end: '\\.',
      nothing: '\\N',
      nul: 'a\0b',
      quotes: `"O'Brien"`,
      other: '日本語 👩🏽‍🚀',
    };
    const one = { ...supporter('odd'), fields };
    await ledger.freezeAudience(campaign, rowsOf([one, ...supporters(2)]), 2);
    expect((await ledger.recipient(campaign, recipientNumber(1)))?.fields).toEqual(fields);
    expect((await ledger.recipient(campaign, recipientNumber(3)))?.email).toBe(address(2));
  });

  it('numbers the supporters in the order of the list and keeps their fields', async () => {
    await ledger.freezeAudience(campaign, rowsOf(supporters(5)), 2);
    const first = { number: 1, email: address(1), fields: supporter(1).fields };
    expect(await ledger.recipient(campaign, recipientNumber(1))).toEqual({
      ...first,
      lang: 'en',
      variant: '',
      isErased: false,
    });
    expect(await ledger.recipient(campaign, recipientNumber(6))).toBeUndefined();
    const three = await ledger.firstRecipients(campaign, 3);
    expect(three.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(three[0]).toEqual(first);
  });

  it('plans batches of the size asked for, the last one smaller, and is ready', async () => {
    await ledger.freezeAudience(campaign, rowsOf(supporters(5)), 2);
    expect((await ledger.campaignByNumber(campaign))?.state).toBe('ready');
    expect(await ledger.tally(campaign)).toEqual({
      recipients: 5,
      planned: 5,
      accepted: 0,
      refused: 0,
      unknown: 0,
      suppressed: 0,
      batches: 3,
      requests: 0,
      skipped: { duplicate: 0, invalid: 0, suppressed: 0 },
    });
  });

  it('leaves out doubles, suppressed and invalid rows, and numbers the rest without gaps', async () => {
    await ledger.suppress(address('b'), 'unsubscribed', undefined);
    const names = ['a', 'b', 'a', 'c', 'b'];
    const rows = [...names.map((name, index) => supporter(name, index + 2)), invalid];
    await ledger.freezeAudience(campaign, rowsOf(rows), 10);
    const recipients = await ledger.firstRecipients(campaign, 10);
    expect(recipients.map(({ number, email }) => [number, email])).toEqual([
      [1, address('a')],
      [2, address('c')],
    ]);
    expect(await ledger.tally(campaign)).toMatchObject({
      recipients: 2,
      planned: 2,
      batches: 1,
      skipped: { duplicate: 1, invalid: 1, suppressed: 2 },
    });
  });

  it('keeps the first of two rows with one address, over the bounds of a chunk too', async () => {
    const many = supporters(5001);
    const again = { ...supporter(1, 5003), fields: { first_name: 'Second' } };
    await ledger.freezeAudience(campaign, rowsOf([...many, again, supporter('last')]), 1000);
    expect((await ledger.recipient(campaign, recipientNumber(1)))?.fields).toEqual(
      supporter(1).fields,
    );
    expect((await ledger.recipient(campaign, recipientNumber(5002)))?.email).toBe(address('last'));
    expect(await ledger.tally(campaign)).toMatchObject({
      recipients: 5002,
      batches: 6,
      skipped: { duplicate: 1 },
    });
  });

  it('makes an empty list ready, with nobody in it', async () => {
    await ledger.freezeAudience(campaign, rowsOf([]), 1000);
    expect(await ledger.tally(campaign)).toMatchObject({ recipients: 0, batches: 0 });
    expect(await ledger.claimBatch(campaign)).toBeUndefined();
    await ledger.setCampaignState(campaign, 'done');
  });

  it('takes an address into several campaigns', async () => {
    await ledger.freezeAudience(campaign, rowsOf(supporters(2)), 2);
    const other = await readyCampaign(ledger, { count: 2 });
    expect((await ledger.tally(other.number)).recipients).toBe(2);
  });

  it('says why a list could not be read to its end, whoever was read ahead of it', async () => {
    async function* broken() {
      yield* supporters(11_000);
      throw new Error('The list ends here.');
    }
    const frozen = ledger.freezeAudience(campaign, broken(), 1000);
    await expect(frozen).rejects.toThrow('The list ends here.');
    await ledger.freezeAudience(campaign, rowsOf(supporters(3)), 1000);
    expect(await ledger.tally(campaign)).toMatchObject({ recipients: 3, batches: 1 });
  });

  it('starts afresh when a freeze that broke off is begun again', async () => {
    async function* breaking() {
      yield* rowsOf(supporters(6000));
      throw new Error('the list ended badly');
    }
    await expect(ledger.freezeAudience(campaign, breaking(), 1000)).rejects.toThrow();
    await ledger.freezeAudience(campaign, rowsOf(supporters(3)), 2);
    expect(await ledger.tally(campaign)).toMatchObject({ recipients: 3, batches: 2 });
  });

  it('is frozen once: a second freeze is a bug and changes nothing', async () => {
    await ledger.freezeAudience(campaign, rowsOf(supporters(3)), 2);
    await expect(ledger.freezeAudience(campaign, rowsOf(supporters(9)), 2)).rejects.toThrow(
      'cannot be frozen',
    );
    expect((await ledger.tally(campaign)).recipients).toBe(3);
    expect((await claimed(ledger, campaign)).recipients).toHaveLength(2);
  });
});
