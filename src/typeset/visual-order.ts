import bidiFactory from 'bidi-js';
import { clustersOf, withoutHidden } from './clusters.ts';

const bidi = bidiFactory();
/** Hebrew, Arabic and whatever else is written from right to left. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

export type Direction = 'ltr' | 'rtl';

/** The level of each UTF-16 unit (Unicode's annex 9): odd ones run from right to left. */
export interface Levels {
  readonly base: Direction;
  at(index: number): number;
}

/** Of a paragraph; the first strong letter decides on its direction, if none is given. */
export function levelsOf(text: string, direction?: Direction): Levels {
  if (direction !== 'rtl' && !RIGHT_TO_LEFT.test(text)) return { base: 'ltr', at: () => 0 };
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text, direction);
  const base = (paragraphs[0]?.level ?? 0) % 2 === 1 ? 'rtl' : 'ltr';
  return { base, at: (index) => levels[index] ?? 0 };
}

interface Levelled {
  readonly level: number;
}

/** The pieces of a line from left to right (rule L2): each has one level throughout. */
export function inVisualOrder<Piece extends Levelled>(pieces: readonly Piece[]): readonly Piece[] {
  const highest = Math.max(0, ...pieces.map(({ level }) => level));
  let line = [...pieces];
  for (let level = highest; level > 0; level -= 1) line = reversedFrom(level, line);
  return line;
}

function reversedFrom<Piece extends Levelled>(level: number, line: readonly Piece[]): Piece[] {
  const done: Piece[] = [];
  let run: Piece[] = [];
  for (const piece of line) {
    if (piece.level >= level) run.unshift(piece);
    else {
      done.push(...run, piece);
      run = [];
    }
  }
  return [...done, ...run];
}

/**
 * A piece as it is given to the font, which itself turns round what is in a script from right to left,
 * but no brackets, and no row of signs between such words.
 */
export function asDrawn(whole: string, level: number): string {
  const text = withoutHidden(whole);
  if (level % 2 === 0) return text;
  const clusters = clustersOf(text).map((one) => bidi.getMirroredCharacter(one) ?? one);
  return (RIGHT_TO_LEFT.test(text) ? clusters : clusters.reverse()).join('');
}
