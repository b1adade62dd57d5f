import { CompiledQuery, type Kysely, sql } from 'kysely';
import { EXIT, OutcryError } from '../../errors.ts';
import { CopyRows } from '../postgres/copy-rows.ts';
import { openForMove } from '../postgres/open-postgres-store.ts';
import type { Schema } from '../schema.ts';
import { isBookkeeping, MOVED_FROM } from './move-mark.ts';
import { type MovedTable, namesOf, quoted, type Row } from './read-source.ts';

/** Any number that no other lock has: one move goes into a database at a time. */
const LOCK = 7_067_483;

/**
 * Opens the database, with today's tables, for one move alone, and closes it afterwards. Throws an
 * OutcryError (exit 3) as `openLedger` does, and while another move goes into it.
 */
export async function withTarget<T>(
  address: string,
  use: (db: Kysely<Schema>, place: string) => Promise<T>,
): Promise<T> {
  const { db, place } = await openForMove(address);
  try {
    return await db.connection().execute(async (own) => {
      const { rows } = await sql<{ taken: boolean }>`
        select pg_try_advisory_lock(${LOCK}) as taken`.execute(own);
      if (!rows[0]?.taken) throw movesAlready(place);
      return use(own, place);
    });
  } finally {
    await db.destroy();
  }
}

function movesAlready(place: string): OutcryError {
  return new OutcryError({
    code: 'ledger-locked',
    what: `Another "outcry db move" is copying into the database ${place} now.`,
    fix: 'Let it finish; if it was killed, run the command again in a moment.',
    exit: EXIT.environment,
  });
}

export async function beginArrival(db: Kysely<Schema>, id: string, now: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`create table ${sql.table(MOVED_FROM)} (id text primary key, begun_at bigint not null,
      "table" text, last text, done_at bigint)`.execute(tx);
    await sql`insert into ${sql.table(MOVED_FROM)} (id, begun_at)
      values (${id}, ${now})`.execute(tx);
  });
}

/** In one transaction with how far it is: whatever ends the move, nothing is copied twice. */
export async function copyChunk(
  db: Kysely<Schema>,
  { name, columns }: MovedTable,
  { rows, last }: { readonly rows: readonly Row[]; readonly last: Row },
): Promise<void> {
  const copy = `copy ${quoted(name)} (${namesOf(columns)}) from stdin`;
  await db.transaction().execute(async (tx) => {
    await sql`set local synchronous_commit = off`.execute(tx);
    await tx.executeQuery(CompiledQuery.raw(copy, [new CopyRows(rows)]));
    await sql`update ${sql.table(MOVED_FROM)}
      set "table" = ${name}, last = ${JSON.stringify(last)}`.execute(tx);
  });
}

/** Goes on with the numbers where the file left off. */
export async function setNumbers(
  db: Kysely<Schema>,
  numbers: ReadonlyMap<string, number>,
): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = current_schema() and is_identity = 'YES'`.execute(db);
  for (const { table, column } of rows) {
    const last = numbers.get(table) ?? 0;
    if (last === 0) continue;
    await sql`select setval(pg_get_serial_sequence(${quoted(table)}, ${column}), ${last})`.execute(
      db,
    );
  }
}

export async function finishArrival(db: Kysely<Schema>, now: number): Promise<void> {
  await sql`analyze`.execute(db);
  await sql`update ${sql.table(MOVED_FROM)} set done_at = ${now}`.execute(db);
}

/** Takes away what has arrived. */
export async function undoArrival(db: Kysely<Schema>): Promise<void> {
  const names = await tableNames(db);
  await db.transaction().execute(async (tx) => {
    await sql`truncate ${sql.join(names.map((name) => sql.table(name)))}
      restart identity`.execute(tx);
    await sql`drop table if exists ${sql.table(MOVED_FROM)}`.execute(tx);
  });
}

/** The tables of the ledger. */
async function tableNames(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()`.execute(db);
  return rows.map(({ name }) => name).filter((name) => !isBookkeeping(name));
}

export async function countArrived(db: Kysely<Schema>): Promise<number> {
  let sum = 0;
  for (const name of await tableNames(db)) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(name)}`.execute(db);
    sum += Number(rows[0]?.count);
  }
  return sum;
}
