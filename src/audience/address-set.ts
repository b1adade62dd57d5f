import type { Address } from '../terms.ts';

const FIRST_SIZE = 1 << 12;
const MOST_FULL = 0.7;

export interface AddressSet {
  /** False if the address was in the set before. */
  add(address: Address): boolean;
}

/**
 * Remembers which addresses were seen, in 8 to 23 bytes each (a Set of strings takes about 130, and
 * ends at 16.7 million). It holds 52-bit hashes: among ten million addresses the odds are about one
 * in a hundred that one of them is wrongly taken for a double. Good for counting; the ledger compares
 * the addresses themselves.
 */
export function openAddressSet(): AddressSet {
  let slots = new Float64Array(FIRST_SIZE);
  let size = 0;
  return {
    add(address) {
      if (!insert(slots, hash(address))) return false;
      size++;
      if (size > slots.length * MOST_FULL) slots = enlarge(slots);
      return true;
    },
  };
}

/** Open addressing; 0 is a free slot. */
function insert(slots: Float64Array, value: number): boolean {
  const mask = slots.length - 1;
  let at = value % slots.length;
  for (; slots[at] !== 0; at = (at + 1) & mask) {
    if (slots[at] === value) return false;
  }
  slots[at] = value;
  return true;
}

function enlarge(slots: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(slots.length * 2);
  for (const value of slots) {
    if (value !== 0) insert(larger, value);
  }
  return larger;
}

/** cyrb53 by bryc (public domain), cut to 52 bits and never 0. */
function hash(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (b >>> 12) * 2 ** 32 + (a >>> 0) + 1;
}
