import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Campaign, Ledger, SignatureDraft } from '../../src/ledger/ledger.ts';
import type { CampaignNumber, RecipientNumber } from '../../src/terms.ts';
import { address, ledgers, readyCampaign, recipientNumber, type Store } from './ledgers.ts';

const PETITION = 'save-the-river';
const PEOPLE = 120;
const everybody = Array.from({ length: PEOPLE }, (_, index) => index + 1);

function signed(number: number, own: Partial<SignatureDraft> = {}): SignatureDraft {
  return {
    petition: PETITION,
    email: address(number),
    firstName: `Name ${number}`,
    lastName: '',
    postcode: '',
    country: '',
    comment: '',
    consent: false,
    campaign: undefined,
    recipient: undefined,
    ...own,
  };
}

const countNew = (told: readonly { readonly isNew: boolean }[]) =>
  told.filter(({ isNew }) => isNew).length;

describe.each(ledgers)('visitors of the same moment, on $name', ({ name, createStore }) => {
  let store: Store;
  let one: Ledger;
  let other: Ledger;
  let campaign: Campaign;
  beforeEach(async () => {
    store = await createStore();
    one = await store.open();
    other = await store.open();
    campaign = await readyCampaign(one, { count: PEOPLE, batchSize: 50 });
  });
  afterEach(() => store.remove());

  const own = (number: number) =>
    signed(number, { campaign: campaign.number, recipient: recipientNumber(number) });
  const click = (number: number) => ({
    campaign: campaign.number,
    recipient: recipientNumber(number),
    kind: 'sign' as const,
    method: 'GET',
    userAgent: 'Mozilla/5.0 {a, "b"} \\ O\'Brien',
  });

  it('who sign at two servers at once are counted once, and told so once', async () => {
    const told = await Promise.all(
      everybody.flatMap((number) => [
        one.recordSignature(own(number)),
        other.recordSignature(own(PEOPLE + 1 - number)),
      ]),
    );
    expect(countNew(told)).toBe(PEOPLE);
    expect(await one.countSignatures(PETITION)).toBe(PEOPLE);
    expect(await other.countSignatures(PETITION)).toBe(PEOPLE);
  });

  it('who sign twice at one server have signed with the first', async () => {
    const [first, second, another] = await Promise.all([
      one.recordSignature(signed(1, { comment: 'the first' })),
      one.recordSignature(signed(1, { comment: 'the second' })),
      one.recordSignature(signed(2)),
    ]);
    expect([first, second, another]).toEqual([{ isNew: true }, { isNew: false }, { isNew: true }]);
    const kept = await one.listSignatures({ petition: PETITION, limit: 9 });
    expect(kept.map(({ email, comment }) => [email, comment]).sort()).toEqual([
      [address(1), 'the first'],
      [address(2), ''],
    ]);
  });

  it('have each kept what they typed, whatever that is', async () => {
    const drafts = ['{a,"b"}', "it's \\ NULL", '', '日本語 👋', 'a\nb\u2028c'].map(
      (comment, index) =>
        signed(index + 1, { comment, consent: index % 2 === 0, consents: ['age', `"${comment}"`] }),
    );
    await Promise.all(drafts.map((draft) => one.recordSignature(draft)));
    const kept = await one.listSignatures({ petition: PETITION, limit: 9 });
    kept.sort((a, b) => (a.email < b.email ? -1 : 1));
    expect(kept).toMatchObject(drafts);
  });

  it('are each found by their links, and whoever is not there is nobody', async () => {
    const numbers = [3, PEOPLE + 1, 1, 3];
    const found = await Promise.all([
      ...numbers.map((number) => one.recipient(campaign.number, number as RecipientNumber)),
      one.recipient(99 as CampaignNumber, recipientNumber(1)),
    ]);
    expect(found.map((person) => person?.email)).toEqual([
      address(3),
      undefined,
      address(1),
      address(3),
      undefined,
    ]);
    expect(found[0]).toEqual(found[3]);
  });

  it('are each told of their own signatures, and of no other', async () => {
    await Promise.all([1, 2].map((number) => one.recordSignature(own(number))));
    const told = await Promise.all(
      [2, 3, 1, 2].map((number) => other.signatureOf(PETITION, address(number))),
    );
    expect(await other.signatureOf('another', address(1))).toBeUndefined();
    const emails = await Promise.all(
      told.map(async (number) => number && (await one.signature(number))?.email),
    );
    expect(emails).toEqual([address(2), undefined, address(1), address(2)]);
  });

  it('have their clicks judged again when they sign, also while others are judged', async () => {
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(everybody.map((number) => one.recordClick(click(number))));
    }
    const judging = [one.judgeNewClicks(), other.judgeNewClicks()];
    const told = await Promise.all(
      everybody.map((number) => (number % 2 ? one : other).recordSignature(own(number))),
    );
    expect(countNew(told)).toBe(PEOPLE);
    await Promise.all(judging);
    await one.judgeNewClicks();
    expect((await one.figures(campaign.number)).clicks).toMatchObject({
      all: 3 * PEOPLE,
      human: 3 * PEOPLE,
    });
  });

  it.runIf(name === 'PostgreSQL')(
    'do not fail for the sake of one who cannot be kept',
    async () => {
      const told = await Promise.allSettled(
        everybody.map((number) =>
          one.recordSignature(
            number === 7 ? signed(7, { recipient: recipientNumber(2 ** 40) }) : own(number),
          ),
        ),
      );
      const failed = told.flatMap(({ status }, index) =>
        status === 'rejected' ? [index + 1] : [],
      );
      expect(failed).toEqual([7]);
      expect(await one.countSignatures(PETITION)).toBe(PEOPLE - 1);
    },
  );
});
