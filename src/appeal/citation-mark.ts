const MARK_BASE = 0xe000;
/** One less than the private-use characters that a mark may take. */
export const MOST_CITATIONS = 0x18fe;

/** What stands for a citation until Markdown is rendered. */
export interface CitationMark {
  /** The number of its note. */
  readonly number: number;
  /** 1 for the first citation of the note, 2 for the second. */
  readonly turn: number;
}

/**
 * A citation's stand-in: two private-use characters, padded to the length of what they replace, its
 * line breaks kept, so that lines and columns after it stay right. `[@a]` is the shortest original.
 */
export function writeCitationMark({ number, turn }: CitationMark, original: string): string {
  const characters = [number, turn].map((n) => String.fromCharCode(MARK_BASE + n));
  const inner = original.slice(1, -1).replace(/[^\n]/g, () => characters.shift() ?? '@');
  return `[${inner}]`;
}

const MARK = /\[\n*([\uE001-\uF8FE])\n*([\uE001-\uF8FE])[@\n]*\]/g;

/** Reads the mark that starts at `at`, if one does. */
export function readCitationMark(
  text: string,
  at = 0,
): (CitationMark & { length: number }) | undefined {
  const pattern = new RegExp(MARK.source, 'y');
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match ? { ...markOf(match), length: match[0].length } : undefined;
}

/** Every mark of a text, in order. */
export function findCitationMarks(text: string) {
  return [...text.matchAll(MARK)].map((match) => ({
    ...markOf(match),
    start: match.index,
    length: match[0].length,
  }));
}

/** The text with something else in the place of every mark. */
export function replaceMarks(text: string, write: (mark: CitationMark) => string): string {
  return text.replace(MARK, (...match) => write(markOf(match.slice(0, 3))));
}

function markOf([, number = '', turn = '']: readonly string[]): CitationMark {
  return { number: number.charCodeAt(0) - MARK_BASE, turn: turn.charCodeAt(0) - MARK_BASE };
}
