import type { Shape } from './faces.ts';

/** What of a document's font is used past its types. */
export interface DocumentFont {
  readonly id: string;
  ref(): unknown;
  layout(text: string): Shape;
  encode(text: string, features: readonly string[]): [codes: string[], positions: unknown];
  /** The glyphs that the document holds; a code is a place in it. */
  readonly subset: { readonly glyphs: number[] };
  /** Of each code, in thousandths. */
  readonly widths: number[];
  /** The letters of each code, which whoever reads the document gets. */
  readonly unicode: (readonly number[])[];
}

/** Scripts in which signs stand in another order than letters, or are of several at once. */
const MIXED = /[\u0900-\u109f\u1780-\u17ff]/;

interface Glyph {
  readonly id: number;
  readonly codePoints: readonly number[];
}

/**
 * Lets a font of a document tell the letters of a word in their order also where its signs have
 * another: such a word has codes of its own, which mean its letters one after another.
 */
export function tellTrueLetters(font: DocumentFont): void {
  const codes = new Map<string, number>();
  const encodePlainly = font.encode.bind(font);
  const codeOf = (glyph: Glyph, letters: readonly number[], width: number) => {
    const key = `${glyph.id} ${letters}`;
    const known = codes.get(key);
    if (known !== undefined) return known;
    const code = font.subset.glyphs.push(glyph.id) - 1;
    font.widths[code] = width;
    font.unicode[code] = letters;
    codes.set(key, code);
    return code;
  };
  font.encode = (text, features) => {
    if (!MIXED.test(text)) return encodePlainly(text, features);
    const { glyphs, positions } = font.layout(text);
    const letters = lettersOf(text, glyphs as readonly Glyph[]);
    if (!letters) return encodePlainly(text, features);
    const hex = (glyphs as readonly Glyph[]).map((glyph, index) =>
      codeOf(glyph, letters[index] ?? [], positions[index]?.advanceWidth ?? 0)
        .toString(16)
        .padStart(4, '0'),
    );
    return [hex, positions];
  };
}

/** The letters that each glyph is to mean; undefined where that cannot be told. */
function lettersOf(text: string, glyphs: readonly Glyph[]): (readonly number[])[] | undefined {
  const words = text.split(' ');
  const signs = splitAtSpaces(glyphs);
  if (words.length !== signs.length) return undefined;
  const told: (readonly number[])[] = [];
  for (const [index, word] of words.entries()) {
    const count = signs[index]?.length ?? 0;
    const letters = [word, word.normalize('NFD')]
      .map((form) => Array.from(form, (letter) => letter.codePointAt(0) ?? 0))
      .find(({ length }) => length >= count);
    if (!letters) return undefined;
    if (index > 0) told.push([SPACE]);
    for (let sign = 0; sign < count; sign += 1) {
      const [from, to] = [sign, sign + 1].map((at) => Math.floor((at * letters.length) / count));
      told.push(letters.slice(from, to));
    }
  }
  return told;
}

const SPACE = 0x20;

function splitAtSpaces(glyphs: readonly Glyph[]): Glyph[][] {
  const words: Glyph[][] = [[]];
  for (const glyph of glyphs) {
    if (glyph.codePoints.length === 1 && glyph.codePoints[0] === SPACE) words.push([]);
    else words.at(-1)?.push(glyph);
  }
  return words;
}
