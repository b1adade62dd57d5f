/** A JSON object of which nothing is known yet. */
export type Unchecked = Readonly<Record<string, unknown>>;

/** Takes down one breach of the contract; `field` is null where SendGrid names none. */
export type Report = (message: string, field: string | null) => void;

/** Looks at a whole request and reports every breach of one rule. `now` is in seconds since 1970. */
export type Rule = (mail: Unchecked, report: Report, now: number) => void;

export function isObject(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The objects of an array; anything else counts as an empty object, so that its rules complain. */
export function objectsOf(value: unknown): Unchecked[] {
  return Array.isArray(value) ? value.map((item) => (isObject(item) ? item : {})) : [];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant, control characters included
const ASCII = /^[\x00-\x7f]*$/;

export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

const ADDRESS = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:".]+(?:\.[^\s@<>()[\]\\,;:".]+)+$/;

/** At most 320 characters, one @, a domain with a dot, no dot at an end of the local part. */
export function isAddress(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length <= 320 &&
    ADDRESS.test(value) &&
    !/^\.|\.\.|\.@/.test(value)
  );
}

export function hasTextsOnly(texts: Unchecked): boolean {
  for (const key in texts) if (typeof texts[key] !== 'string') return false;
  return true;
}

/** True if keys and values together take more than `limit` bytes of UTF-8. */
export function isHeavier(texts: Unchecked, limit: number): boolean {
  return sumOf(texts, (text) => text.length * 3) > limit && bytesOf(texts) > limit;
}

/** Bytes of UTF-8 of keys and values together. */
export function bytesOf(texts: Unchecked): number {
  return sumOf(texts, (text) => Buffer.byteLength(text));
}

function sumOf(texts: Unchecked, weigh: (text: string) => number): number {
  let sum = 0;
  for (const key in texts) sum += weigh(key) + weigh(String(texts[key]));
  return sum;
}
