import { setTimeout as wait } from 'node:timers/promises';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { systemCode } from '../../errors.ts';
import type { LedgerStore, Transact } from '../context.ts';
import type { Schema } from '../schema.ts';
import { erasing, whileNotErasing } from './erasing-lock.ts';
import { judging } from './judging-lock.ts';

/** SQLSTATE of a transaction that was undone because another one came in between, or held it up. */
const COLLIDED: ReadonlySet<string | undefined> = new Set(['40001', '40P01']);
/** One that keeps losing waits longer each time: 50 tries are half a minute. */
const TRIES = 50;
const LONGEST_WAIT_MS = 1000;

/**
 * Serializable transactions, which PostgreSQL undoes where they could not have run one after
 * another: then they run again. So what is read before it is written needs no locks of its own.
 */
export function transactionsOn(
  db: Kysely<Schema>,
): Pick<LedgerStore, 'transaction' | 'relaxed' | 'judging' | 'erasing' | 'appending'> {
  const transaction: Transact = (work) =>
    persistently(() => db.transaction().setIsolationLevel('serializable').execute(work));
  return {
    transaction,
    relaxed: (work) => transaction(relaxing(work)),
    judging: (work) => transaction(relaxing(holding(judging, work))),
    erasing: (work) => transaction(holding(erasing, work)),
    appending: (work) => db.transaction().execute(relaxing(holding(whileNotErasing, work))),
  };
}

/** The commit does not wait for the disk (postgresql.org/docs/current/wal-async-commit.html). */
function relaxing<T>(work: (tx: Transaction<Schema>) => Promise<T>) {
  return async (tx: Transaction<Schema>): Promise<T> => {
    await sql`set local synchronous_commit = off`.execute(tx);
    return work(tx);
  };
}

function holding<T>(lock: RawBuilder<unknown>, work: (tx: Transaction<Schema>) => Promise<T>) {
  return async (tx: Transaction<Schema>): Promise<T> => {
    await lock.execute(tx);
    return work(tx);
  };
}

/** Tries again what was undone for another's sake. */
export async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= TRIES || !COLLIDED.has(systemCode(error))) throw error;
    }
    // At random, so that two who collided do not meet again.
    await wait(Math.random() * Math.min(2 ** tries, LONGEST_WAIT_MS));
  }
}
