import type { CitationMark } from '../appeal/citation-mark.ts';
import { type Problem, placeAt } from '../problem.ts';
import { citationsIn } from './markdown.ts';
import type { Template } from './template.ts';
import { findTokens } from './tokens.ts';

/** Citations in blocks that differ from recipient to recipient; `source` is before Markdown. */
export function conditionalCitations(source: string, { file, text }: Template): Problem[] {
  const places = new Map(citationsIn(text).map((mark) => [keyOf(mark), mark]));
  const tags = findTokens(source, 'oc');
  const isInBlock = (at: number) =>
    tags.reduce((open, { kind, start }) => open + (start > at ? 0 : kind === 'o' ? 1 : -1), 0) > 0;
  const marks = citationsIn(source);
  const seen = new Set(marks.filter((m) => !isInBlock(m.start)).map(({ number }) => number));
  return marks
    .filter(({ start, number }) => isInBlock(start) && !seen.has(number))
    .map((mark) => {
      const { number } = mark;
      const { start, length } = places.get(keyOf(mark)) ?? { start: 0, length: 1 };
      return {
        severity: 'warning',
        code: 'citation-conditional',
        what: `Not every recipient sees this citation: for the others, number ${number} is missing in the text, and still among the sources.`,
        where: placeAt(file, text, start, length),
        fix: 'Cite the source outside of the block, if the gap matters.',
      };
    });
}

function keyOf({ number, turn }: CitationMark): string {
  return `${number}.${turn}`;
}
