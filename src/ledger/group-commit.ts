import type { Kysely, Transaction } from 'kysely';
import type { Transact } from './context.ts';
import type { Schema } from './schema.ts';
import { together } from './together.ts';

/** As many as a disk is told of at once; the next ones wait for the transaction after it. */
const MOST_AT_ONCE = 1000;

type Work = (tx: Transaction<Schema>) => Promise<unknown>;

/**
 * Transactions of those who come at the same time, made one: a disk takes as long for one commit as
 * for a thousand rows of it. Each is told when all are on the disk, and not before.
 */
export function groupedOn(db: Kysely<Schema>): Transact {
  const runAll = (works: readonly Work[]) =>
    db.transaction().execute(async (tx) => {
      const results: unknown[] = [];
      for (const work of works) results.push(await work(tx));
      return results;
    });
  return together<Work, unknown>(runAll, { lanes: 1, most: MOST_AT_ONCE }) as Transact;
}
