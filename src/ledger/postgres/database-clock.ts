import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

/** Clocks drift, and machines sleep. */
const AGAIN_MS = 60_000;

/**
 * The database's clock, as this process knows it: machines that share a ledger judge each other's
 * silence and keep one pace, and their own clocks differ. Asked now and then; in between this process
 * counts on with a clock that nobody sets.
 */
export function databaseClock(db: Kysely<Schema>) {
  let ahead = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    /** Gives milliseconds since 1970. */
    async read(): Promise<() => number> {
      ahead = await aheadOf(db);
      timer = setInterval(async () => {
        // The database may be away: then the old difference does.
        ahead = await aheadOf(db).catch(() => ahead);
      }, AGAIN_MS).unref();
      return () => Math.round(performance.now() + ahead);
    },
    stop: () => clearInterval(timer),
  };
}

/** The best of some: the longer an answer takes, the less is known of when it was given. */
async function aheadOf(db: Kysely<Schema>): Promise<number> {
  const readings = [await read(db), await read(db), await read(db)];
  const [best] = readings.sort((a, b) => a.tookMs - b.tookMs);
  return best?.ahead ?? 0;
}

/** By how much its clock is ahead of `performance.now()`; the question takes as long as the answer. */
async function read(db: Kysely<Schema>): Promise<{ ahead: number; tookMs: number }> {
  const before = performance.now();
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db);
  const after = performance.now();
  return { ahead: Number(rows[0]?.ms) - (before + after) / 2, tookMs: after - before };
}
