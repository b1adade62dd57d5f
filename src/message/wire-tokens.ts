import { createHmac } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * The twelve characters that the tokens of one message start with on the wire: a letter, so that
 * no token looks like an integer (JavaScript reorders such keys), and 65 random bits that nobody
 * can guess without the secret. The same message gets the same prefix, so that builds repeat;
 * `round` gives another one when a value happens to hold the last.
 */
export function wirePrefix(secret: string, hash: string, round = 0): string {
  const bytes = createHmac('sha256', secret).update(`slots:${hash}:${round}`).digest();
  let number = bytes.readBigUInt64BE(0) * 65_536n + BigInt(bytes.readUInt16BE(8));
  let out = '';
  for (let i = 0; i < 11; i += 1) {
    out += ALPHABET[Number(number % 62n)];
    number /= 62n;
  }
  return `${ALPHABET[10 + ((bytes[31] ?? 0) % 52)]}${out}`;
}

/** One length for all, none inside another: 12 characters of prefix and 4 of index. */
export function wireToken(prefix: string, index: number): string {
  return prefix + index.toString(36).padStart(4, '0');
}

/**
 * Whether a value could play a token: it holds half of the prefix. Halves, since two values side
 * by side could each bring one.
 */
export function couldBeToken(value: string, prefix: string): boolean {
  return value.includes(prefix.slice(0, 6)) || value.includes(prefix.slice(6));
}
