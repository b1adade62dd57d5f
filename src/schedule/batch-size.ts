import type { Pace } from '../ledger/pace-ledger.ts';
import { BATCH_SIZE } from '../terms.ts';

/** A batch is no larger than what may leave in so long: its recipients leave all at once. */
const LONGEST_BATCH_MS = 10_000;
/** What is left of a day's number when a whole batch no longer fits is not used. */
const LEAST_BATCHES_A_DAY = 10;

/** How many recipients one batch may have, so that a campaign keeps to its pace. */
export function batchSizeFor({ rate, warmUp = [] }: Pace): number {
  const byRate = rate ? (rate.recipients * LONGEST_BATCH_MS) / rate.ms : BATCH_SIZE;
  const byDay = Math.min(...warmUp) / LEAST_BATCHES_A_DAY;
  return Math.max(1, Math.min(BATCH_SIZE, Math.floor(byRate), Math.floor(byDay)));
}
