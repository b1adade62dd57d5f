import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/**
 * Writes the tables anew: PostgreSQL leaves what was deleted where it was until the place is needed.
 * What its log and its backups still hold is for those who look after the server.
 */
export async function wipe(db: Kysely<Schema>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = current_schema()`.execute(db);
  for (const { name } of rows) await sql`vacuum full ${sql.table(name)}`.execute(db);
}
