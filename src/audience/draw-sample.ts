import path from 'node:path';
import type { Address } from '../terms.ts';
import { hashText } from './address-table.ts';

/** Whose lot is not above this is in the sample. */
export type Threshold = number;

/**
 * The lot of an address: of chance to look at, and always the same for the same lists (by their names
 * without folders), so that the same sample comes again and another list gives another one.
 */
export function openLots(lists: readonly string[]): (email: Address) => number {
  const names = lists.map((list) => path.basename(list)).sort();
  const seed = names.join('\n');
  return (email) => hashText(`${seed}\n${email}`, 0);
}

export interface Draw {
  add(lot: number): void;
  /** So that `size` different lots, or all that there are, are not above it. */
  threshold(): Threshold;
}

/** Keeps the `size` lowest lots in 16 bytes each, however many are added. */
export function openDraw(size: number): Draw {
  const lots = new Float64Array(Math.max(2 * size, 1024));
  let filled = 0;
  let highest = Number.POSITIVE_INFINITY;
  const tidy = () => {
    const lowest = distinct(lots.subarray(0, filled).sort()).subarray(0, size);
    filled = lowest.length;
    if (filled === size) highest = lowest[size - 1] ?? highest;
  };
  return {
    add(lot) {
      if (lot > highest) return;
      lots[filled++] = lot;
      if (filled === lots.length) tidy();
    },
    threshold() {
      tidy();
      return highest;
    },
  };
}

/** Moves each different one of a sorted array to its front, and gives that. */
function distinct(sorted: Float64Array): Float64Array {
  let kept = 0;
  for (const lot of sorted) {
    if (kept === 0 || sorted[kept - 1] !== lot) sorted[kept++] = lot;
  }
  return sorted.subarray(0, kept);
}
