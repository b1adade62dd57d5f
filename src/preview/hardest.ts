import type { Fields } from '../terms.ts';
import { nameOf } from './name-of.ts';
import type { HardRecipient } from './state.ts';

/** Finds, while lists are read, the recipients whose copies are the likeliest to go wrong. */
export interface Hardest {
  see(row: number, fields: Fields): void;
  /** Those seen so far. `used` are the merge fields of the letter. */
  pick(used: readonly string[]): readonly HardRecipient[];
}

interface Extreme {
  readonly row: number;
  readonly score: number;
  readonly detail: string;
}

/** More ways to leave cells empty than this are not told apart. */
const MOST_PATTERNS = 2000;

export function openHardest(): Hardest {
  let longest: Extreme | undefined;
  let oddest: Extreme | undefined;
  let rightToLeft: Extreme | undefined;
  /** The first row of every set of fields that are filled in. */
  const filled = new Map<string, number>();
  return {
    see(row, fields) {
      const name = nameOf(fields);
      longest = moreOf(longest, { row, score: name.length, detail: name });
      const pattern = filledFields(fields);
      if (filled.size < MOST_PATTERNS && !filled.has(pattern)) filled.set(pattern, row);
      const texts = Object.values(fields);
      if (texts.every((text) => IS_PLAIN.test(text))) return;
      const turned = rightToLeft ? '' : turnedText([name, ...texts]);
      rightToLeft = moreOf(rightToLeft, { row, score: turned === '' ? 0 : 1, detail: turned });
      const odd = oddText(name, texts);
      oddest = moreOf(oddest, { row, score: odd.score, detail: odd.text });
    },
    pick(used) {
      const missing = mostMissing(filled, used);
      return [
        ...told('name', longest),
        ...told('missing', missing),
        ...told('direction', rightToLeft),
        ...told('odd', oddest),
      ];
    },
  };
}

function moreOf(best: Extreme | undefined, next: Extreme): Extreme | undefined {
  return next.score > (best?.score ?? 0) ? next : best;
}

function told(why: HardRecipient['why'], extreme: Extreme | undefined): HardRecipient[] {
  return extreme ? [{ why, row: extreme.row, detail: extreme.detail }] : [];
}

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

function turnedText(texts: readonly string[]): string {
  return texts.find((text) => RIGHT_TO_LEFT.test(text)) ?? '';
}

/** Most cells of most lists: nothing in them is odd. */
const IS_PLAIN = /^[A-Za-z0-9 @_:,/-]*$/;
/** All that is no letter, no space, and neither hyphen, dot nor apostrophe between letters. */
const ODD = /[^\p{L}\p{M}\s.'’-]/gu;
/** Outside of names digits and signs are at home; these are odd everywhere. */
const RARE = /[<>"{}\\\p{Extended_Pictographic}\p{Cf}]/gu;

/** A name that is odd counts before another cell that is, and that before apostrophes in a name. */
function oddText(name: string, texts: readonly string[]): { score: number; text: string } {
  const inName = name.match(ODD)?.length ?? 0;
  if (inName > 0) return { score: 1000 + inName, text: name };
  const cell = texts.find((text) => text.search(RARE) >= 0) ?? '';
  const inCell = cell.match(RARE)?.length ?? 0;
  if (inCell > 0) return { score: 500 + inCell, text: cell };
  return { score: name.match(/['’.]/g)?.length ?? 0, text: name };
}

function filledFields(fields: Fields): string {
  let names = '';
  for (const field in fields) if (fields[field] !== '') names += `${field}\n`;
  return names;
}

function mostMissing(
  filled: ReadonlyMap<string, number>,
  used: readonly string[],
): Extreme | undefined {
  let most: Extreme | undefined;
  for (const [pattern, row] of filled) {
    const there = new Set(pattern.split('\n'));
    const missing = used.filter((field) => !there.has(field));
    const detail = missing.join(', ');
    // Of several that lack the same, the first one of the list.
    const isMore = missing.length > (most?.score ?? 0);
    if (isMore || (missing.length === most?.score && row < most.row)) {
      most = { row, score: missing.length, detail };
    }
  }
  return most;
}
