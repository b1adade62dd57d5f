import { type Problem, placeAt } from '../problem.ts';
import { citationsIn } from './markdown.ts';
import type { Template } from './template.ts';
import { findTokens } from './tokens.ts';

/** Citations in blocks that differ from recipient to recipient; `source` is before Markdown. */
export function conditionalCitations(source: string, { file, text }: Template): Problem[] {
  const places = new Map(citationsIn(text).map((mark) => [mark.number, mark]));
  const tags = findTokens(source, 'oc');
  const isInBlock = (at: number) =>
    tags.reduce((open, { kind, start }) => open + (start > at ? 0 : kind === 'o' ? 1 : -1), 0) > 0;
  return citationsIn(source)
    .filter(({ start }) => isInBlock(start))
    .map(({ number }) => {
      const { start, length } = places.get(number) ?? { start: 0, length: 1 };
      return {
        severity: 'warning',
        code: 'citation-conditional',
        what: `Not every recipient sees this citation: for the others, number ${number} is missing in the text, and still among the sources.`,
        where: placeAt(file, text, start, length),
        fix: 'Cite the source outside of the block, if the gap matters.',
      };
    });
}
