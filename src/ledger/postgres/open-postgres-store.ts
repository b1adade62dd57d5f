import { type Kysely, sql } from 'kysely';
import type { LedgerStore } from '../context.ts';
import { executedMigrations, migrate } from '../migrate.ts';
import { readArrival } from '../move/arrival.ts';
import { halfMoved } from '../move/move-mark.ts';
import type { Schema } from '../schema.ts';
import { acceptOnPostgres } from './accept.ts';
import { appendByCopy } from './append-recipients.ts';
import { connectTo, type OpenDatabase } from './connect-to.ts';
import { databaseClock } from './database-clock.ts';
import { forVisitors } from './for-visitors.ts';
import { openClaims } from './open-claims.ts';
import { portableTables } from './portable-tables.ts';
import { requireVersion } from './require-version.ts';
import { transactionsOn } from './transactions.ts';
import { wipe } from './wipe.ts';

/** Enough that two round trips for a chunk cost little beside its rows. */
const CHUNK_ROWS = 5000;

/**
 * A ledger in a PostgreSQL database, brought up to date. `patienceMs`: how long each answer is waited
 * for; as long as it takes unless said.
 */
export async function openPostgresStore(
  address: string,
  patienceMs?: number,
): Promise<LedgerStore> {
  const { db, connections } = await openPatiently(address, patienceMs);
  const clock = databaseClock(db);
  return {
    db,
    isShared: true,
    ...transactionsOn(db),
    forVisitors,
    openAppending: appendByCopy,
    ...openClaims(),
    accept: acceptOnPostgres,
    readClock: clock.read,
    chunkRows: CHUNK_ROWS,
    readsAhead: true,
    appended: () => analyze(db),
    wipe: () => wipe(db),
    connections,
    close: async () => {
      clock.stop();
      await db.destroy();
    },
  };
}

/** New tables and indexes take their time, so they are made before patience has an end. */
async function openPatiently(
  address: string,
  patienceMs: number | undefined,
): Promise<OpenDatabase> {
  const database = await openDatabase(address, refuseHalfMoved);
  if (patienceMs === undefined) return database;
  await database.db.destroy();
  return connectTo(address, patienceMs);
}

/** The database with today's tables, for a ledger that is moved into it. */
export function openForMove(address: string): Promise<OpenDatabase> {
  return openDatabase(address, async () => {});
}

async function openDatabase(
  address: string,
  refuse: (database: Pick<OpenDatabase, 'db' | 'place'>) => Promise<void>,
): Promise<OpenDatabase> {
  const database = connectTo(address);
  const { db, place } = database;
  try {
    requireVersion(await versionOf(db), place);
    await refuse(database);
    await migrate(db.withPlugin(portableTables), place);
    return database;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

async function refuseHalfMoved({ db, place }: Pick<OpenDatabase, 'db' | 'place'>): Promise<void> {
  const arrival = await readArrival(db);
  if (arrival && arrival.done_at === null) throw halfMoved(place);
}

/** What a database's server is like, and which migrations have run in it. */
export interface PostgresCondition {
  /** What people know it by. */
  readonly place: string;
  readonly run: readonly string[];
  readonly waiting: number | undefined;
  /** 16.4 is 160004. */
  readonly version: number;
  /** How long the quickest of some questions took there and back, in ms. */
  readonly roundTrip: number;
  /** A copy of another server's, or closed for changes. */
  readonly isReadOnly: boolean;
}

/**
 * Looks, and changes nothing. Throws as `openLedger` does. `ask` gives the question after what is
 * `waiting`, if it can be asked where these migrations have run.
 */
export async function inspectPostgres(
  address: string,
  ask: (run: readonly string[]) => string | undefined,
): Promise<PostgresCondition> {
  const { db, place } = connectTo(address);
  try {
    const version = await versionOf(db);
    requireVersion(version, place);
    await refuseHalfMoved({ db, place });
    const { rows } = await sql<{ on: string }>`
      select current_setting('transaction_read_only') as "on"`.execute(db);
    const isReadOnly = rows[0]?.on === 'on';
    const roundTrip = await timeRoundTrip(db);
    const run = await executedMigrations(db);
    const question = ask(run);
    const answer =
      question === undefined ? [] : (await sql.raw<Waiting>(question).execute(db)).rows;
    return { place, version, roundTrip, isReadOnly, run, waiting: answer[0]?.waiting };
  } finally {
    await db.destroy();
  }
}

interface Waiting {
  readonly waiting: number;
}

const TRIES = 5;

async function timeRoundTrip(db: Kysely<Schema>): Promise<number> {
  const took: number[] = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const start = performance.now();
    await sql`select 1`.execute(db);
    took.push(performance.now() - start);
  }
  return Math.min(...took);
}

/**
 * The server chooses its ways by what it knows of the tables, and looks at them only now and then: a
 * claim took 45 ms instead of 7 just after 200,000 people had come in. This takes a tenth of a second.
 */
async function analyze(db: Kysely<Schema>): Promise<void> {
  await sql`analyze campaigns, batches, recipients, suppressions, preferences`.execute(db);
}

async function versionOf(db: Kysely<Schema>): Promise<number> {
  const { rows } = await sql<{ version: string }>`
    select current_setting('server_version_num') as version`.execute(db);
  return Number(rows[0]?.version);
}
