import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

const LOOKS = 100;
const LOOK_MS = 100;

/**
 * Writes the tables anew: PostgreSQL leaves what was deleted where it was until the place is needed.
 * What its log and its backups still hold is for those who look after the server.
 */
export async function wipe(db: Kysely<Schema>): Promise<void> {
  await waitForOlderReaders(db);
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()`.execute(db);
  for (const { name } of rows) await sql`vacuum full ${sql.table(name)}`.execute(db);
}

/**
 * A row that was deleted is written anew too, as long as anybody's transaction, even the server's own
 * keeping of statistics, began before that. Most take moments; nobody is waited for without end.
 */
async function waitForOlderReaders(db: Kysely<Schema>): Promise<void> {
  const { rows: times } = await sql<{ at: string }>`select clock_timestamp()::text as at`.execute(
    db,
  );
  for (let look = 1; look <= LOOKS; look += 1) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and backend_xmin is not null and xact_start < ${times[0]?.at}::timestamptz limit 1`.execute(
      db,
    );
    if (rows.length === 0) return;
    await wait(LOOK_MS);
  }
}
