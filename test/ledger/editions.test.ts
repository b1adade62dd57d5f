import SQLite from 'better-sqlite3';
import fc from 'fast-check';
import { Kysely, SqliteDialect } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBatchPlan } from '../../src/ledger/batch-plan.ts';
import type { Batch, Ledger } from '../../src/ledger/ledger.ts';
import { firstTables } from '../../src/ledger/migrations/0001-first-tables.ts';
import { editions } from '../../src/ledger/migrations/0002-editions.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import {
  address,
  draft,
  ledgers,
  recipientNumber,
  rowsOf,
  type Store,
  supporter,
} from './ledgers.ts';

const LANGUAGES = ['es', undefined, 'es', 'ar', undefined, 'es'];
const people = LANGUAGES.map((lang, index) => ({ ...supporter(index + 1, index + 2), lang }));

describe.each(ledgers)('editions on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  async function freeze(batchSize: number) {
    const spanish = { subject: 'Salven el río', petition: draft.petition };
    const opened = await ledger.openCampaign({ ...draft, translations: { es: spanish } });
    await ledger.freezeAudience(opened.number, rowsOf(people), batchSize);
    expect((await ledger.campaignByNumber(opened.number))?.translations).toEqual({ es: spanish });
    return opened.number;
  }

  const sign = (campaign: CampaignNumber, number: number) =>
    ledger.recordSignature({
      petition: draft.petition.slug,
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

  it('puts into one batch only recipients who read the same language', async () => {
    const campaign = await freeze(2);
    await ledger.takeSender(campaign);
    const batches: Batch[] = [];
    for (let batch = await ledger.claimBatch(campaign); batch; ) {
      batches.push(batch);
      await ledger.settleBatch(batch, { state: 'accepted', messageId: `m${batch.number}` });
      batch = await ledger.claimBatch(campaign);
    }
    expect(batches.map(({ lang, recipients }) => [lang, recipients.map((r) => r.number)])).toEqual([
      ['es', [1, 3]],
      ['en', [2, 5]],
      ['ar', [4]],
      ['es', [6]],
    ]);
    const { recipients, accepted } = await ledger.tally(campaign);
    expect([recipients, accepted, batches.length]).toEqual([6, 6, 4]);
  });

  it('knows which edition each recipient got, and how many got each', async () => {
    const campaign = await freeze(10);
    const langs = [1, 2, 3, 4].map((number) => ledger.recipient(campaign, recipientNumber(number)));
    expect((await Promise.all(langs)).map((one) => one?.lang)).toEqual(['es', 'en', 'es', 'ar']);
    await sign(campaign, 3);
    expect(await ledger.byLanguage(campaign)).toEqual({
      ar: { recipients: 1, signatures: 0 },
      en: { recipients: 2, signatures: 0 },
      es: { recipients: 3, signatures: 1 },
    });
  });
});

it('plans every recipient once, in full batches of one language each, but for the last of a kind', () => {
  const row = fc.record({
    lang: fc.constantFrom(undefined, 'en', 'es', 'ar'),
    branches: fc.constantFrom(undefined, 'y', 'n'),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (rows, size) => {
      const plan = createBatchPlan('en', size);
      const seats = rows.map(({ lang, branches }) => {
        const seat = plan.nextSeat({ lang, branches });
        // Somebody who is left out takes no seat.
        expect(plan.nextSeat({ lang, branches })).toEqual(seat);
        plan.take(seat, `somebody@${branches ?? 'mail'}.example.org`);
        return { ...seat, branches: branches ?? '' };
      });
      expect(seats.map(({ number }) => number)).toEqual(seats.map((_, index) => index + 1));
      const begun = plan.takeBegun();
      expect(begun.map(({ number }) => number)).toEqual(begun.map((_, index) => index + 1));
      expect(plan.takeBegun()).toEqual([]);
      const counted = [...plan.takeFull(), ...plan.rest()];
      expect(plan.takeFull()).toEqual([]);
      const domains = counted.flatMap((batch) => [...batch.domains].map(([, people]) => people));
      expect(domains.reduce((sum, people) => sum + people, 0)).toBe(rows.length);
      expect(counted.map(({ number }) => number).sort()).toEqual(
        begun.map(({ number }) => number).sort(),
      );
      for (const batch of counted) {
        expect(batch.size).toBe(seats.filter((seat) => seat.batch === batch.number).length);
      }
      expect(seats.every(({ batch, lang }) => begun[batch - 1]?.lang === lang)).toBe(true);
      for (const lang of ['en', 'es', 'ar']) {
        const [first = [], ...others] = begun
          .filter((batch) => batch.lang === lang)
          .map(({ number }) => seats.filter(({ batch }) => batch === number));
        const count = rows.filter(({ lang: wished = 'en' }) => wished === lang).length;
        expect(first.length).toBe(Math.min(count, size));
        expect(first.length + others.flat().length).toBe(count);
        for (const kind of ['', 'y', 'n']) {
          const own = others.filter((batch) => batch[0]?.branches === kind);
          expect(own.flat().every(({ branches }) => branches === kind)).toBe(true);
          expect(own.slice(0, -1).every((batch) => batch.length === size)).toBe(true);
        }
      }
    }),
  );
});

it('takes over what an older ledger holds: its one message becomes the one edition', async () => {
  const db = new Kysely<unknown>({
    dialect: new SqliteDialect({ database: new SQLite(':memory:') }),
  });
  await firstTables.up(db);
  const typed = db.withTables<Record<'campaigns' | 'batches', Record<string, unknown>>>();
  const envelope = JSON.stringify({
    message: { lang: 'es' },
    from: { email: 'a@b.org' },
    url: 'u',
  });
  const { translations: _, ...columns } = draft;
  const campaign = { ...columns, lang: 'es', petition: '{}', envelope, state: 'paused' };
  await typed
    .insertInto('campaigns')
    .values({ ...campaign, created_at: 1 })
    .execute();
  const batch = { campaign: 1, number: 1, state: 'planned', size: 3 };
  await typed.insertInto('batches').values(batch).execute();
  await editions.up(db);
  const row = await typed.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
  expect(JSON.parse(String(row.envelope))).toEqual({
    editions: [{ lang: 'es', message: { lang: 'es' }, from: { email: 'a@b.org' } }],
    url: 'u',
  });
  expect(row.translations).toBe('{}');
  expect(await typed.selectFrom('batches').select('lang').execute()).toEqual([{ lang: 'es' }]);
  await db.destroy();
});
