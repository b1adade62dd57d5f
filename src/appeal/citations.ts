import { didYouMean } from '../nearest.ts';
import { type Checked, type Problem, placeAt } from '../problem.ts';

/** An article that is cited, as the front matter gives it. `date` is ISO 8601, perhaps partial. */
export interface Source {
  readonly key: string;
  readonly title: string;
  readonly publisher?: string | undefined;
  readonly date?: string | undefined;
  readonly url?: string | undefined;
}

/** The numbered entry at the foot of the letter: one citation's sources, in the order written. */
export interface Note {
  readonly number: number;
  readonly sources: readonly Source[];
}

export interface CitedText {
  /** The text with every citation replaced by a mark of the same length (see `citationMark`). */
  readonly text: string;
  readonly notes: readonly Note[];
}

const KEY = String.raw`@[\p{L}\p{N}_](?:[\p{L}\p{N}_]|[:.#$%&\-+?<>~/](?=[\p{L}\p{N}_]))*`;
/** In this order: what may hold brackets that are no citations, then what looks like one. */
const SCANNER = new RegExp(
  String.raw`(?<other>^ {0,3}(?<fence>\x60{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\k<fence>|(?![\s\S]))|\x60[^\x60\n]+\x60|\{\{[\s\S]*?\}\}|\\.)` +
    String.raw`|\[(?<keys>\s*${KEY}(?:\s*;\s*${KEY})*\s*)\](?!\()` +
    String.raw`|\[(?<foreign>\^[^\]\s]+|[^\]\[]*?(?<![\p{L}\p{N}.])@[\p{L}\p{N}_][^\]\[]*)\](?!\()`,
  'gmu',
);

/**
 * Numbers the citations of a letter, Pandoc's `[@key]` and `[@a; @b]`, in the order in which they
 * stand (https://pandoc.org/MANUAL.html#citation-syntax). Each takes the next number and becomes
 * a note. Citations without a source and sources without a citation are problems.
 */
export function numberCitations(
  file: string,
  text: string,
  sources: ReadonlyMap<string, Source>,
): Checked<CitedText> {
  const notes: Note[] = [];
  const problems: Problem[] = [];
  const marked = text.replace(SCANNER, (whole, ...rest) => {
    const { keys, foreign } = rest.at(-1) as { keys?: string; foreign?: string };
    const offset = rest.at(-3) as number;
    if (foreign !== undefined) problems.push(foreignMark(file, text, offset, whole, foreign));
    if (keys === undefined) return whole;
    const cited = [...keys.matchAll(new RegExp(KEY, 'gu'))].map((match) => {
      const key = match[0].slice(1);
      const source = sources.get(key);
      if (!source) problems.push(unknownSource(file, text, offset + 1 + match.index, key, sources));
      return source;
    });
    notes.push({ number: notes.length + 1, sources: cited.filter((s) => s !== undefined) });
    return citationMark(notes.length, whole);
  });
  return { value: { text: marked, notes }, problems };
}

const MARK_BASE = 0xe000;
const MARK_LIMIT = 0x1900;

/**
 * A citation's stand-in until Markdown is rendered: its number as a private-use character, padded
 * to the length of what it replaces, so that lines and columns after it stay right.
 */
function citationMark(number: number, original: string): string {
  if (number >= MARK_LIMIT) throw new RangeError(`more than ${MARK_LIMIT} citations`);
  return `[${String.fromCharCode(MARK_BASE + number)}${original.slice(2, -1).replace(/[^\n]/g, '@')}]`;
}

/** Reads a mark at the start of `text`: its number and its length. */
export function readCitationMark(text: string): { number: number; length: number } | undefined {
  const match = /^\[([\uE001-\uF8FE])[@\n]*\]/.exec(text);
  return match?.[1]
    ? { number: match[1].charCodeAt(0) - MARK_BASE, length: match[0].length }
    : undefined;
}

function unknownSource(
  file: string,
  text: string,
  offset: number,
  key: string,
  sources: ReadonlyMap<string, Source>,
): Problem {
  return {
    severity: 'error',
    code: 'citation-unknown',
    what: `The citation [@${key}] has no source.`,
    where: placeAt(file, text, offset, key.length + 1),
    fix: `Add "${key}" under "sources:" in the front matter, or remove the mark.${didYouMean(key, sources.keys())}`,
  };
}

function foreignMark(
  file: string,
  text: string,
  offset: number,
  whole: string,
  foreign: string,
): Problem {
  const key = foreign.startsWith('^') ? foreign.slice(1) : undefined;
  return {
    severity: 'error',
    code: 'citation-unreadable',
    what: `${whole} looks like a citation, but it is not written as one.`,
    where: placeAt(file, text, offset, whole.length),
    fix: key
      ? `Write [@${key}], and give the source under "sources:" in the front matter.`
      : 'Write [@key], or [@first; @second] for several sources. If it is no citation, put a backslash before the bracket.',
  };
}
