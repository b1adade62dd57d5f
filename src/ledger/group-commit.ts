import { setImmediate as turn } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { OutcryError } from '../errors.ts';
import type { Transact } from './context.ts';
import type { Schema } from './schema.ts';

/** As many as a disk is told of at once; the next ones wait for the transaction after it. */
const MOST_AT_ONCE = 1000;

interface Job {
  readonly run: (tx: Transaction<Schema>) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Transactions of those who come at the same time, made one: a disk takes as long for one commit as
 * for a thousand rows of it. Each is told when all are on the disk, and not before. If one fails,
 * each runs again on its own, so that nobody fails for another's sake; not where it is the database
 * that cannot be used (locked, a full disk): each would wait in vain as long as all did.
 */
export function groupedOn(db: Kysely<Schema>): Transact {
  let waiting: Job[] = [];
  let isRunning = false;

  const runAll = async () => {
    isRunning = true;
    while (waiting.length > 0) {
      // Whoever has already been heard by this process can join.
      await turn();
      const group = waiting.slice(0, MOST_AT_ONCE);
      waiting = waiting.slice(MOST_AT_ONCE);
      await runGroup(db, group);
    }
    isRunning = false;
  };
  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ run: work, resolve: resolve as Job['resolve'], reject });
      if (!isRunning) void runAll();
    });
}

async function runGroup(db: Kysely<Schema>, group: readonly Job[]): Promise<void> {
  try {
    const results = await db.transaction().execute(async (tx) => {
      const all: unknown[] = [];
      for (const { run } of group) all.push(await run(tx));
      return all;
    });
    for (const [index, { resolve }] of group.entries()) resolve(results[index]);
  } catch (error) {
    if (group.length === 1 || error instanceof OutcryError) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const job of group) await runGroup(db, [job]);
  }
}
