import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';
import { MOVED_FROM } from './move-mark.ts';
import type { Row } from './read-source.ts';

/** How far a move has come, as the database that it goes into knows. */
export interface Arrival {
  readonly id: string;
  /** The table that is being copied, and the last key of it that has arrived. */
  readonly table: string | null;
  readonly last: Row | undefined;
  readonly done_at: number | null;
}

/** Undefined in a database that no ledger was moved into. */
export async function readArrival(db: Kysely<Schema>): Promise<Arrival | undefined> {
  const { rows: tables } = await sql`select to_regclass(${MOVED_FROM}) as name
    where to_regclass(${MOVED_FROM}) is not null`.execute(db);
  if (tables.length === 0) return undefined;
  const { rows } = await sql<Omit<Arrival, 'last'> & { last: string | null }>`
    select id, "table", last, done_at from ${sql.table(MOVED_FROM)}`.execute(db);
  const [row] = rows;
  return row && { ...row, last: row.last === null ? undefined : (JSON.parse(row.last) as Row) };
}
