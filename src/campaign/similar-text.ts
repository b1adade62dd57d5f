/** Words in a row that are compared: fewer, and two letters about one matter look alike. */
const WORDS = 3;

/** Scripts that put no space between words: each of their letters counts as one. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const WORD = new RegExp(`[${UNSPACED}]\\p{M}*|(?:(?![${UNSPACED}])[\\p{L}\\p{M}\\p{N}])+`, 'gu');

export type Shingles = ReadonlySet<string>;

/**
 * Every three words in a row of a text (w-shingling, Broder 1997), without regard to case, punctuation
 * and white space. Of a shorter text, all its words as one.
 */
export function shinglesOf(text: string): Shingles {
  const words = text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
  const length = Math.min(WORDS, words.length);
  const shingles = new Set<string>();
  for (let at = 0; length > 0 && at + length <= words.length; at += 1) {
    shingles.add(words.slice(at, at + length).join(' '));
  }
  return shingles;
}

/**
 * How alike two texts are, from 0 to 1: the share of their shingles that both have (Jaccard). Two
 * texts without words are not alike.
 */
export function similarity(one: Shingles, other: Shingles): number {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  let both = 0;
  for (const shingle of few) if (many.has(shingle)) both += 1;
  const all = one.size + other.size - both;
  return all === 0 ? 0 : both / all;
}
