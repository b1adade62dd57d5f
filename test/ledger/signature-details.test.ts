import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger, SignatureDraft } from '../../src/ledger/ledger.ts';
import type { SignatureNumber } from '../../src/terms.ts';
import { address, ledgers, type Store } from './ledgers.ts';

const RIVER = 'save-the-river';
const DAY = 86_400_000;

describe.each(ledgers)('signatures, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  const typed = (name: string, changes: Partial<SignatureDraft> = {}): SignatureDraft => ({
    petition: RIVER,
    email: address(name),
    firstName: name,
    lastName: '',
    postcode: '',
    country: 'ES',
    comment: `${name} says`,
    consent: false,
    consents: ['show'],
    campaign: undefined,
    recipient: undefined,
    sharedBy: undefined,
    network: 'network-of-hers',
    ...changes,
  });

  async function sign(name: string, changes: Partial<SignatureDraft> = {}) {
    await ledger.recordSignature(typed(name, changes));
    const number = await ledger.signatureOf(changes.petition ?? RIVER, address(name));
    if (number === undefined) throw new Error('It was not recorded.');
    return number;
  }

  it('are found by their number as they were typed, with who brought them', async () => {
    const first = await sign('a');
    const second = await sign('b', { sharedBy: first, consents: [] });
    expect(await ledger.signature(second)).toEqual({
      ...typed('b', { sharedBy: first, consents: [] }),
      number: second,
      at: store.clock.now,
      commentState: 'new',
    });
    expect(await ledger.signature((second + 1) as SignatureNumber)).toBeUndefined();
    expect(await ledger.signatureOf('another', address('a'))).toBeUndefined();
  });

  it('are listed page by page, the newest first, by petition and by comment', async () => {
    const numbers = [];
    for (const name of ['a', 'b', 'c', 'd']) numbers.push(await sign(name));
    const quiet = await sign('q', { comment: '' });
    const other = await sign('o', { petition: 'another' });
    const [a, b, c, d] = numbers;
    const list = async (page: object) =>
      (await ledger.listSignatures({ limit: 2, ...page })).map(({ number }) => number);
    expect(await list({})).toEqual([other, quiet]);
    expect(await list({ petition: RIVER, before: quiet })).toEqual([d, c]);
    expect(await list({ petition: RIVER, before: c })).toEqual([b, a]);
    await ledger.decideComment(b as SignatureNumber, 'hidden');
    expect(await list({ comments: 'hidden' })).toEqual([b]);
    expect(await list({ petition: RIVER, comments: 'new' })).toEqual([d, c]);
    expect(await ledger.countComments(RIVER)).toEqual({ hidden: 1, new: 3 });
    expect(await ledger.countComments()).toEqual({ hidden: 1, new: 4 });
  });

  it('have comments that are shown once staff say so, and no longer', async () => {
    const [a, b] = [await sign('a'), await sign('b')];
    await sign('c');
    expect(await ledger.shownComments(RIVER, 5)).toEqual([]);
    for (const number of [a, b]) await ledger.decideComment(number, 'shown');
    const shown = [
      { firstName: 'b', comment: 'b says' },
      { firstName: 'a', comment: 'a says' },
    ];
    expect(await ledger.shownComments(RIVER, 5)).toEqual(shown);
    expect(await ledger.shownComments(RIVER, 1)).toEqual(shown.slice(0, 1));
    expect(await ledger.shownComments('another', 5)).toEqual([]);
    await ledger.decideComment(b, 'hidden');
    expect(await ledger.shownComments(RIVER, 5)).toEqual(shown.slice(1));
  });

  it('of a petition end when staff close it, and its day is the first one', async () => {
    expect(await ledger.petitionDecision(RIVER)).toBeUndefined();
    const at = store.clock.now;
    await ledger.decidePetition(RIVER, 'closed');
    store.clock.now += DAY;
    await ledger.decidePetition(RIVER, 'closed');
    expect(await ledger.petitionDecision(RIVER)).toEqual({ state: 'closed', at });
    await ledger.decidePetition(RIVER, 'open');
    expect(await ledger.petitionDecision(RIVER)).toEqual({ state: 'open', at: at + DAY });
  });

  it('that nobody confirms are forgotten, and confirmed ones are not', async () => {
    const keep = async (name: string) => ledger.keepPending({ ...typed(name), lang: 'en' });
    const [old, confirmed] = [await keep('a'), await keep('b')];
    if (!old || !confirmed) throw new Error('Nobody is to be mailed.');
    await ledger.confirmPending(confirmed, store.clock.now);
    store.clock.now += DAY;
    const fresh = await keep('c');
    expect(await ledger.purgePending(store.clock.now)).toBe(1);
    expect(await ledger.pendingSignature(old)).toBeUndefined();
    expect(await ledger.pendingSignature(confirmed)).toMatchObject({ isConfirmed: true });
    expect(fresh && (await ledger.pendingSignature(fresh))).toMatchObject({ firstName: 'c' });
    expect(await ledger.purgePending(store.clock.now)).toBe(0);
  });
});
