import type { Place, Problem } from '../../problem.ts';
import { htmlTemplates } from '../letter-templates.ts';
import { findMatches, literally, startOf } from './find-places.ts';
import type { ReadLetter } from './finished-letter.ts';
import { wordsOf } from './passages.ts';
import { type Element, quote, textIn } from './read-html.ts';

/**
 * Headings that skip a level (axe-core's `heading-order`: each may be at most one level below the
 * one before it), and headings without a text (`empty-heading`).
 */
export function checkHeadings(letter: ReadLetter): Problem[] {
  const headings = letter.page.elements.filter(({ name }) => /^h[1-6]$/.test(name));
  return headings.flatMap((heading, index) => {
    if (textIn(heading).trim() === '') return [emptyHeading(placeOf(letter, heading))];
    const before = headings[index - 1];
    if (!before || levelOf(heading) <= levelOf(before) + 1) return [];
    return [skippedLevel(heading, before, placeOf(letter, heading))];
  });
}

function levelOf({ name }: Element): number {
  return Number(name.slice(1));
}

function skippedLevel(heading: Element, before: Element, where: Place): Problem {
  const [level, next] = [levelOf(heading), levelOf(before) + 1];
  return {
    severity: 'warning',
    code: 'heading-order',
    what: `"${quote(textIn(heading))}" is a heading of level ${level}, and the one before it is of level ${next - 1}: screen readers take that for a gap.`,
    where,
    fix: `Write ${'#'.repeat(next)} instead of ${'#'.repeat(level)}, or <h${next}> instead of <h${level}>.`,
  };
}

function emptyHeading(where: Place): Problem {
  return {
    severity: 'warning',
    code: 'heading-empty',
    what: 'This heading has no text.',
    where,
    fix: 'Write one, or take the heading out.',
  };
}

/** By its first word, in Markdown or html; one that starts with a value, by its level. */
function placeOf({ templates }: ReadLetter, heading: Element): Place {
  const level = levelOf(heading);
  const [first] = wordsOf(quote(textIn(heading), 80));
  const mark = `(?:^[ >\\t]{0,6}#{${level}}(?!#)|<h${level}\\b[^>]*>)`;
  const rest = first
    ? `[^\\p{L}\\p{N}\\n]*${literally(first)}`
    : '[ \\t]*(?:#*[ \\t]*$|</h|\\{\\{)';
  const patterns = [
    new RegExp(mark + rest, 'gimu'),
    underlined(level, first),
    new RegExp(mark, 'gimu'),
  ];
  const used = htmlTemplates(templates);
  const [found] = patterns.flatMap((pattern) => findMatches(used, pattern));
  return found?.place ?? startOf(templates);
}

/** `Heading` over `=====` or `-----`. */
function underlined(level: number, first = ''): RegExp {
  const line = { 1: '=', 2: '-' }[level] ?? '\0';
  return new RegExp(`^[^\\n]*${literally(first)}[^\\n]*(?=\\n {0,3}${line}+[ \\t]*$)`, 'gimu');
}
