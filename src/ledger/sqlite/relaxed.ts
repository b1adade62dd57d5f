import { type Kysely, sql } from 'kysely';
import type { Transact } from '../context.ts';
import type { Schema } from '../schema.ts';

/**
 * With NORMAL a commit is not waited for until it is on the disk, but the log keeps its order
 * (sqlite.org/pragma.html#pragma_synchronous). Set for one transaction: what runs at the same time
 * waits for this connection, which is the only one.
 */
export function relaxedOn(db: Kysely<Schema>): Transact {
  return (work) =>
    db.connection().execute(async (own) => {
      await sql`pragma synchronous = normal`.execute(own);
      try {
        return await own.transaction().execute(work);
      } finally {
        await sql`pragma synchronous = full`.execute(own);
      }
    });
}
