import SQLite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { firstTables } from '../../src/ledger/migrations/0001-first-tables.ts';
import { pendingSignatures } from '../../src/ledger/migrations/0003-pending-signatures.ts';
import type { PendingDraft } from '../../src/ledger/pending-ledger.ts';
import type { PendingNumber, SignatureNumber } from '../../src/terms.ts';
import { address, draft, ledgers, readyCampaign, type Store } from './ledgers.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RIVER = 'save-the-river';

describe.each(ledgers)('signatures that are to be confirmed, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  function typed(name: string, changes: Partial<PendingDraft> = {}): PendingDraft {
    return {
      petition: RIVER,
      email: address(name),
      firstName: 'Ana',
      lastName: "O'Brien",
      postcode: '04101',
      country: '',
      comment: 'For the fish.',
      consent: true,
      consents: ['show'],
      sharedBy: 7 as SignatureNumber,
      network: 'a-hash-of-a-day',
      lang: 'es',
      ...changes,
    };
  }

  async function kept(name: string, changes: Partial<PendingDraft> = {}): Promise<PendingNumber> {
    const pending = await ledger.keepPending(typed(name, changes));
    if (pending === undefined) throw new Error('She is not to be mailed.');
    return pending;
  }

  it('are kept as they were typed, with when, and count for nothing yet', async () => {
    const pending = await kept('a');
    expect(await ledger.pendingSignature(pending)).toEqual({
      ...typed('a'),
      typedAt: store.clock.now,
      isConfirmed: false,
    });
    expect(await ledger.hasSigned(RIVER, address('a'))).toBe(false);
    expect(await ledger.countSignatures(RIVER)).toBe(0);
    expect(await ledger.pendingSignature((pending + 1) as PendingNumber)).toBeUndefined();
  });

  it('count once confirmed, once only, and leave nothing typed behind', async () => {
    const pending = await kept('a');
    const typedAt = store.clock.now;
    store.clock.now += HOUR;
    expect(await ledger.confirmPending(pending, typedAt)).toMatchObject({ isNew: true });
    expect(await ledger.confirmPending(pending, typedAt)).toMatchObject({ isNew: false });
    expect(await ledger.countSignatures(RIVER)).toBe(1);
    expect(await ledger.pendingSignature(pending)).toMatchObject({
      email: address('a'),
      firstName: '',
      lastName: '',
      postcode: '',
      comment: '',
      consent: false,
      isConfirmed: true,
    });
  });

  it('count once when two processes confirm at the same moment', async () => {
    const pending = await kept('a');
    const other = await store.open();
    const outcomes = await Promise.all(
      [ledger, other, ledger, other].map((one) => one.confirmPending(pending, store.clock.now)),
    );
    expect(outcomes.filter((outcome) => outcome?.isNew)).toHaveLength(1);
    expect(await ledger.countSignatures(RIVER)).toBe(1);
  });

  it('are no second signature of somebody who has signed by letter meanwhile', async () => {
    const pending = await kept('a');
    const { lang: _, ...signature } = typed('a');
    await ledger.recordSignature({ ...signature, campaign: undefined, recipient: undefined });
    expect(await ledger.confirmPending(pending, store.clock.now)).toMatchObject({ isNew: false });
    expect(await ledger.countSignatures(RIVER)).toBe(1);
  });

  it('are not confirmed when they have been typed anew since', async () => {
    const pending = await kept('a');
    const shown = store.clock.now;
    store.clock.now += 1;
    expect(await ledger.keepPending(typed('a', { firstName: 'Mallory' }))).toBeUndefined();
    expect(await ledger.confirmPending(pending, shown)).toBeUndefined();
    expect(await ledger.countSignatures(RIVER)).toBe(0);
    expect((await ledger.pendingSignature(pending))?.firstName).toBe('Mallory');
  });

  it('ask by mail once an hour, under the same number', async () => {
    const pending = await kept('a');
    store.clock.now += HOUR - 1;
    expect(await ledger.keepPending(typed('a'))).toBeUndefined();
    store.clock.now += 1;
    expect(await ledger.keepPending(typed('a'))).toBe(pending);
    store.clock.now += MINUTE;
    expect(await ledger.keepPending(typed('a'))).toBeUndefined();
  });

  it('ask by mail once, however many ask at the same moment', async () => {
    const other = await store.open();
    const asked = await Promise.all(
      [ledger, other, ledger, other].map((one) => one.keepPending(typed('a'))),
    );
    expect(asked.filter((pending) => pending !== undefined)).toHaveLength(1);
  });

  it('ask for two petitions apart, and two people apart', async () => {
    const numbers = [
      await kept('a'),
      await kept('a', { petition: 'other' }),
      await kept('b'),
      await kept('b', { petition: 'other' }),
    ];
    expect(new Set(numbers).size).toBe(4);
    const [first = numbers[3]] = numbers;
    if (first) await ledger.confirmPending(first, store.clock.now);
    expect(await ledger.countSignatures(RIVER)).toBe(1);
    expect(await ledger.countSignatures('other')).toBe(0);
  });

  it('send one address five mails a day at most, for whatever petitions', async () => {
    for (const petition of ['one', 'two', 'three']) await kept('a', { petition });
    store.clock.now += HOUR;
    for (const petition of ['one', 'two']) await kept('a', { petition });
    expect(await ledger.keepPending(typed('a', { petition: 'four' }))).toBeUndefined();
    store.clock.now += 2 * HOUR;
    expect(await ledger.keepPending(typed('a', { petition: 'three' }))).toBeUndefined();
    await kept('b', { petition: 'four' });
    store.clock.now += 24 * HOUR;
    await kept('a', { petition: 'four' });
  });

  it('ask again at once where the mail did not leave', async () => {
    const pending = await kept('a');
    await ledger.forgetMail(pending);
    expect(await ledger.keepPending(typed('a'))).toBe(pending);
  });

  it('keep nothing, and mail nobody, of who has signed or must not be mailed', async () => {
    await ledger.confirmPending(await kept('a'), store.clock.now);
    await ledger.suppress(address('b'), 'unsubscribed', undefined);
    store.clock.now += 2 * HOUR;
    expect(await ledger.keepPending(typed('a', { comment: 'again' }))).toBeUndefined();
    expect(await ledger.keepPending(typed('b'))).toBeUndefined();
    expect(await kept('c')).toBe(2);
  });

  it('survive the end of the process', async () => {
    const pending = await kept('a');
    await ledger.close();
    const later = await store.open();
    expect(await later.pendingSignature(pending)).toMatchObject({ firstName: 'Ana' });
  });
});

describe.each(ledgers)("a petition's campaign, on $name", ({ createStore }) => {
  let store: Store;
  beforeEach(async () => {
    store = await createStore();
  });
  afterEach(() => store.remove());

  it('is the newest with its slug that is more than begun', async () => {
    const ledger = await store.open();
    expect(await ledger.campaignOfPetition(RIVER)).toBeUndefined();
    await readyCampaign(ledger, { name: 'first' });
    const second = await readyCampaign(ledger, { name: 'second' });
    const test = { ...draft.petition, slug: `${RIVER}--test` };
    await ledger.openCampaign({ ...draft, name: 'third', petition: test });
    await ledger.openCampaign({ ...draft, name: 'fourth' });
    expect(await ledger.campaignOfPetition(RIVER)).toEqual({ ...second, state: 'ready' });
    expect(await ledger.campaignOfPetition('nothing')).toBeUndefined();
  });
});

it('finds petitions of campaigns that are older than their pages', async () => {
  const db = new Kysely<Record<'campaigns', Record<string, unknown>>>({
    dialect: new SqliteDialect({ database: new SQLite(':memory:') }),
  });
  const untyped = db as Kysely<unknown>;
  await firstTables.up(untyped);
  const { translations: _, petition, ...columns } = draft;
  const row = { ...columns, petition: JSON.stringify(petition), state: 'done', created_at: 1 };
  await db.insertInto('campaigns').values(row).execute();
  await pendingSignatures.up(untyped);
  const found = await db.selectFrom('campaigns').select(['name', 'slug']).execute();
  expect(found).toEqual([{ name: draft.name, slug: RIVER }]);
  await db.destroy();
});
