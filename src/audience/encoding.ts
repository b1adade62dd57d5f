/** How a list is encoded, as far as its first bytes tell it for certain. */
export interface Encoding {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Bytes of the byte order mark. */
  readonly mark: number;
}

/** Enough to tell a pattern; a header alone is mostly longer. */
const LOOKED_AT = 4096;

/** By the byte order mark; without one, UTF-16 by the NUL that every second byte of Latin text is. */
export function detectEncoding(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return { name: 'utf-16le', mark: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: 'utf-16be', mark: 2 };
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { name: 'utf-8', mark: 3 };
  const [even, odd] = nulsOf(head.subarray(0, LOOKED_AT));
  if (odd > 0.4 && even < 0.1) return { name: 'utf-16le', mark: 0 };
  if (even > 0.4 && odd < 0.1) return { name: 'utf-16be', mark: 0 };
  return { name: 'utf-8', mark: 0 };
}

/** The share of NULs among the bytes at even places, and at odd ones. */
function nulsOf(bytes: Buffer): [even: number, odd: number] {
  const counts: [number, number] = [0, 0];
  for (const [at, byte] of bytes.entries()) {
    if (byte === 0) counts[at % 2 === 0 ? 0 : 1] += 1;
  }
  const pairs = Math.max(1, Math.floor(bytes.length / 2));
  return [counts[0] / pairs, counts[1] / pairs];
}
