import type { Skipped, Supporter } from '../ledger/ledger.ts';
import { type Address, BATCH_SIZE } from '../terms.ts';
import { openAddressTable } from './address-table.ts';

/** Rows by what becomes of them: rows = valid + duplicates + invalid + suppressed. */
export interface Counts {
  readonly rows: number;
  readonly valid: number;
  readonly duplicates: number;
  readonly invalid: number;
  readonly suppressed: number;
}

/** The same of one list, and how many of its duplicates are on which list, itself or an earlier one. */
export interface ListCounts extends Counts {
  readonly file: string;
  readonly duplicatesOf: Readonly<Record<string, number>>;
}

export type SuppressedAmong = (emails: readonly Address[]) => Promise<Set<Address>>;

export interface Counter {
  count(verdict: Supporter | Skipped): Promise<void>;
  /** By list, in the order in which they came. */
  counts(): Promise<ListCounts[]>;
}

type Sums = { -readonly [Key in keyof Counts]: number };

interface Tally {
  readonly file: string;
  readonly sums: Sums;
  readonly duplicatesOf: Record<string, number>;
}

/** Counts as the ledger does when it freezes an audience: a suppressed address first of all is that. */
export function openCounter(suppressedAmong: SuppressedAmong = async () => new Set()): Counter {
  const tallies: Tally[] = [];
  const seen = openAddressTable();
  let waiting: { email: Address; list: number }[] = [];

  const listOf = (file: string): number => {
    const last = tallies.length - 1;
    return tallies[last]?.file === file ? last : tallies.push(newTally(file)) - 1;
  };

  async function countWaiting(): Promise<void> {
    const suppressed = await suppressedAmong(waiting.map(({ email }) => email));
    for (const { email, list } of waiting) {
      const tally = tallies[list];
      if (tally === undefined) continue;
      if (suppressed.has(email)) tally.sums.suppressed++;
      else countOnce(tally, tallies[seen.keep(email, list) ?? -1]);
    }
    waiting = [];
  }

  return {
    async count(verdict) {
      const list = listOf(verdict.file);
      const sums = tallies[list]?.sums;
      if (sums === undefined) return;
      sums.rows++;
      if ('reason' in verdict) sums.invalid++;
      else if (waiting.push({ email: verdict.email, list }) >= BATCH_SIZE) await countWaiting();
    },
    async counts() {
      await countWaiting();
      return tallies.map(({ file, sums, duplicatesOf }) => ({ file, ...sums, duplicatesOf }));
    },
  };
}

/** `earlier` is the list on which the address was before. */
function countOnce({ sums, duplicatesOf }: Tally, earlier: Tally | undefined): void {
  if (earlier === undefined) {
    sums.valid++;
    return;
  }
  sums.duplicates++;
  duplicatesOf[earlier.file] = (duplicatesOf[earlier.file] ?? 0) + 1;
}

function newTally(file: string): Tally {
  const sums = { rows: 0, valid: 0, duplicates: 0, invalid: 0, suppressed: 0 };
  return { file, sums, duplicatesOf: {} };
}

/** All lists together. */
export function sumCounts(lists: readonly Counts[]): Counts {
  const sums = { rows: 0, valid: 0, duplicates: 0, invalid: 0, suppressed: 0 };
  for (const list of lists) {
    sums.rows += list.rows;
    sums.valid += list.valid;
    sums.duplicates += list.duplicates;
    sums.invalid += list.invalid;
    sums.suppressed += list.suppressed;
  }
  return sums;
}
