import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** Clocks drift, and machines sleep. */
const AGAIN_MS = 60_000;

/**
 * The database's clock, as this process knows it: machines that share a ledger judge each other's
 * silence and keep one pace, and their own clocks differ. Asked now and then; in between this process
 * counts on with a clock that nobody sets.
 */
export async function readClock(db: Kysely<Schema>) {
  let ahead = await aheadOf(db);
  const timer = setInterval(async () => {
    // The database may be away: then the old difference does.
    ahead = await aheadOf(db).catch(() => ahead);
  }, AGAIN_MS).unref();
  return {
    /** Milliseconds since 1970. */
    now: () => Math.round(performance.now() + ahead),
    stop: () => clearInterval(timer),
  };
}

/** By how much its clock is ahead of `performance.now()`; the question takes as long as the answer. */
async function aheadOf(db: Kysely<Schema>): Promise<number> {
  const before = performance.now();
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db);
  return Number(rows[0]?.ms) - (before + performance.now()) / 2;
}
