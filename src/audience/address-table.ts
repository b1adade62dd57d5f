const FIRST_SIZE = 1 << 12;
const MOST_FULL = 0.7;

/** Texts, mostly addresses, and a small number with each. */
export interface AddressTable {
  /** Keeps the number (0 to 65,535) with a text that is new; of one that is not, gives its number. */
  keep(text: string, value: number): number | undefined;
  has(text: string): boolean;
}

interface Slots {
  /** `lanes` hashes for each slot; 0 in the first is a free one. */
  readonly hashes: Float64Array;
  readonly values: Uint16Array;
}

/**
 * Remembers texts in 10 to 29 bytes each (a Map takes about 150, and ends at 16.7 million), by 52-bit
 * hashes: among ten million the odds are about one in a hundred that one is wrongly taken for another.
 * That is good for counting. Where somebody would not be mailed for it, `exact` takes 104 bits and
 * twice the memory, and the odds are gone.
 */
export function openAddressTable({ exact = false } = {}): AddressTable {
  const lanes = exact ? 2 : 1;
  let slots = makeSlots(FIRST_SIZE, lanes);
  let size = 0;
  return {
    keep(text, value) {
      const hashes = hashesOf(text, lanes);
      const at = findSlot(slots, hashes);
      if (slots.hashes[at * lanes] !== 0) return slots.values[at];
      fill(slots, at, hashes, value);
      size++;
      if (size > slots.values.length * MOST_FULL) slots = enlarge(slots, lanes);
      return undefined;
    },
    has: (text) => slots.hashes[findSlot(slots, hashesOf(text, lanes)) * lanes] !== 0,
  };
}

function makeSlots(length: number, lanes: number): Slots {
  return { hashes: new Float64Array(length * lanes), values: new Uint16Array(length) };
}

/** Open addressing: the slot of these hashes, or the free one where they belong. */
function findSlot({ hashes, values }: Slots, wanted: readonly number[]): number {
  const [first = 0, second] = wanted;
  const mask = values.length - 1;
  let at = first % values.length;
  for (; ; at = (at + 1) & mask) {
    const there = hashes[at * wanted.length];
    if (there === 0) return at;
    if (there === first && (second === undefined || hashes[at * 2 + 1] === second)) return at;
  }
}

function fill({ hashes, values }: Slots, at: number, own: readonly number[], value: number): void {
  hashes.set(own, at * own.length);
  values[at] = value;
}

function enlarge(slots: Slots, lanes: number): Slots {
  const larger = makeSlots(slots.values.length * 2, lanes);
  for (let at = 0; at < slots.values.length; at++) {
    const first = slots.hashes[at * lanes] ?? 0;
    if (first === 0) continue;
    const own = lanes === 1 ? [first] : [first, slots.hashes[at * lanes + 1] ?? 0];
    fill(larger, findSlot(larger, own), own, slots.values[at] ?? 0);
  }
  return larger;
}

function hashesOf(text: string, lanes: number): number[] {
  return lanes === 1 ? [hashText(text, 0)] : [hashText(text, 0), hashText(text, 1)];
}

/** cyrb53 by bryc (public domain), cut to 52 bits and never 0. */
export function hashText(text: string, seed: number): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (b >>> 12) * 2 ** 32 + (a >>> 0) + 1;
}
