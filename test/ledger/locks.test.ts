/** Whom of several processes on PostgreSQL waits for whom. */
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBatchPlan } from '../../src/ledger/batch-plan.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openPostgresStore } from '../../src/ledger/postgres/open-postgres-store.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { giveDatabase, run, takeDatabase } from './a-database.ts';
import { ANA } from './a-life.ts';
import { draft, readyCampaign, recipientNumber, supporter } from './ledgers.ts';

let database: string;
let ledger: Ledger;
beforeEach(async () => {
  database = await takeDatabase();
  ledger = await openLedger({ database, now: Date.now });
});
afterEach(async () => {
  await ledger.close();
  await giveDatabase(database);
});

const waiting = () =>
  run(
    `select locktype from pg_locks where not granted
     and database = (select oid from pg_database where datname = current_database())`,
    database,
  );

/** Told once it is done, or once somebody waits for a lock. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  let done = false;
  void work.then(() => {
    done = true;
  });
  return vi.waitFor(
    async () => {
      if (!done && (await waiting()).length === 0) throw new Error('It is under way.');
      return done;
    },
    { timeout: 20_000, interval: 20 },
  );
}

describe('who is erased', () => {
  it('is found among rows of a list that nobody sees yet', async () => {
    const store = await openPostgresStore(database);
    const { number: campaign } = await ledger.openCampaign(draft);
    const plan = createBatchPlan('en', 10);
    const append = store.openAppending({ campaign, plan });
    const row = { ...supporter('ana'), email: ANA };
    let erasing: ReturnType<Ledger['eraseSupporter']> | undefined;
    await store.appending(async (tx) => {
      await append(tx, [row]);
      await tx
        .insertInto('batches')
        .values(plan.takeBegun().map((one) => ({ campaign, ...one, state: 'planned', size: 1 })))
        .execute();
      erasing = ledger.eraseSupporter(ANA, { withdraw: false });
      expect(await isDone(erasing)).toBe(false);
    });
    expect(await erasing).toMatchObject({ isErased: true, changed: { recipients: 1 } });
    expect(await store.appending((tx) => append(tx, [row]))).toHaveLength(1);
    expect((await ledger.supporterRecords(ANA)).recipients).toEqual([]);
    await store.close();
  });
});

describe('clicks are judged', () => {
  let campaign: CampaignNumber;
  let other: Client;
  beforeEach(async () => {
    campaign = (await readyCampaign(ledger)).number;
    const click = { campaign, recipient: recipientNumber(1), method: 'GET' };
    await ledger.recordClick({ ...click, kind: 'sign', userAgent: 'Mozilla/5.0' });
    other = new Client({ connectionString: database });
    await other.connect();
    await other.query('begin');
  });
  afterEach(() => other.end());

  const signature = () => ({
    petition: draft.petition.slug,
    email: supporter(1).email,
    firstName: '',
    lastName: '',
    postcode: '',
    country: '',
    comment: '',
    consent: false,
    consents: [],
    campaign,
    recipient: recipientNumber(1),
  });

  it('by one of all servers at a time, while nobody signs', async () => {
    await other.query('select pg_advisory_xact_lock(1869767801)');
    const judging = ledger.judgeNewClicks();
    expect(await isDone(judging)).toBe(false);
    const signing = ledger.recordSignature(signature());
    await vi.waitFor(async () => expect(await waiting()).toHaveLength(2));
    await other.query('commit');
    expect(await signing).toEqual({ isNew: true });
    expect(await judging).toBeGreaterThan(0);
  });

  it('after those who sign, who do not wait for each other', async () => {
    await other.query('select pg_advisory_xact_lock_shared(1869767801)');
    expect(await isDone(ledger.recordSignature(signature()))).toBe(true);
    const judging = ledger.judgeNewClicks();
    expect(await isDone(judging)).toBe(false);
    await other.query('commit');
    expect(await judging).toBe(1);
  });
});
