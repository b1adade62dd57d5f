import type { Skipped, Supporter } from '../ledger/ledger.ts';
import { type Address, BATCH_SIZE } from '../terms.ts';
import { openAddressSet } from './address-set.ts';

/** Rows by what becomes of them: rows = valid + duplicates + invalid + suppressed. */
export interface Counts {
  readonly rows: number;
  readonly valid: number;
  readonly duplicates: number;
  readonly invalid: number;
  readonly suppressed: number;
}

export type SuppressedAmong = (emails: readonly Address[]) => Promise<Set<Address>>;

export interface Counter {
  count(verdict: Supporter | Skipped): Promise<void>;
  counts(): Promise<Counts>;
}

/** Counts as the ledger does when it freezes an audience: a suppressed address first of all is that. */
export function openCounter(suppressedAmong: SuppressedAmong = async () => new Set()): Counter {
  const sums = { rows: 0, valid: 0, duplicates: 0, invalid: 0, suppressed: 0 };
  const seen = openAddressSet();
  let waiting: Address[] = [];

  async function countWaiting(): Promise<void> {
    const suppressed = await suppressedAmong(waiting);
    for (const email of waiting) {
      if (suppressed.has(email)) sums.suppressed++;
      else if (seen.add(email)) sums.valid++;
      else sums.duplicates++;
    }
    waiting = [];
  }

  return {
    async count(verdict) {
      sums.rows++;
      if ('reason' in verdict) sums.invalid++;
      else if (waiting.push(verdict.email) >= BATCH_SIZE) await countWaiting();
    },
    async counts() {
      await countWaiting();
      return { ...sums };
    },
  };
}
