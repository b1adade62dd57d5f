import { domainToUnicode } from 'node:url';
import { type Place, placeAt } from '../../problem.ts';
import { htmlTemplates, type LetterTemplates } from '../letter-templates.ts';
import type { Template } from '../template.ts';
import { findTokens } from '../tokens.ts';

export interface Match {
  readonly place: Place;
  readonly template: Template;
  readonly index: number;
  readonly text: string;
}

/** The matches of a pattern (with the flag g) in these templates; comments are left out. */
export function findMatches(templates: readonly Template[], pattern: RegExp): Match[] {
  return templates.flatMap((template) =>
    [...blank(template.text, COMMENT).matchAll(pattern)].map(({ 0: text, index }) => {
      // An excerpt shows no more than its first line.
      const place = placeAt(template.file, template.text, index, text.split('\n')[0]?.length);
      return { place, template, index, text };
    }),
  );
}

const DEFAULTS = /<mj-attributes\b[\s\S]*?<\/mj-attributes\s*>/gi;

/** The same, for tags that are in the letter: those in <mj-attributes> only name defaults. */
export function findTags(templates: readonly Template[], pattern: RegExp): Match[] {
  return findMatches(blanked(templates, DEFAULTS), pattern);
}

/** The templates without what matches, every other character in its place. */
function blanked(templates: readonly Template[], pattern: RegExp): Template[] {
  return templates.map((template) => ({ ...template, text: blank(template.text, pattern) }));
}

function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, (part) => part.replace(/[^\n]/g, ' '));
}

/** Wherever the pattern is in what the html is made of: the letter first, then its templates. */
export function findPlaces(templates: LetterTemplates, pattern: RegExp): Place[] {
  return findMatches(htmlTemplates(templates), pattern).map(({ place }) => place);
}

const COMMENT = /\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}|<!--(?!\[if)[\s\S]*?-->/g;

/** The start of the layout, for what stands nowhere in particular. */
export function startOf({ layout }: LetterTemplates): Place {
  return { file: layout.file, line: 1, column: 1 };
}

/** A link as a template or the letter writes it, up to the first value in it. */
export function asWritten(link: string): RegExp {
  const end = findTokens(link)[0]?.start;
  const known = link.slice(0, end);
  const whole = end === undefined ? '(?![\\w./?#-])' : '';
  const forms = [...new Set([known, decoded(known), inUnicode(known)])].map(literally);
  return new RegExp(`(?<=["'(<=:}]\\s*)(?:${forms.join('|')})${whole}`, 'g');
}

/** A link as people write it; Markdown percent-encodes what they type, and turns hosts to punycode. */
export function decoded(link: string): string {
  try {
    return decodeURI(link);
  } catch {
    return link;
  }
}

function inUnicode(link: string): string {
  return decoded(link).replace(
    /(?<=^https?:\/\/)[^/?#:]+/i,
    (host) => domainToUnicode(host) || host,
  );
}

export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/&(?:amp;)?/g, '&(?:amp;)?');
}

const UNREAD =
  /<(mj-)?(style|attributes|script)\b[\s\S]*?<\/\1?\2\s*>|<[^>]*>|\{\{[^}]*\}\}|(?<=\])\([^)\n]*\)/gi;

/** Where these words are read one after another, whatever marks and tags are between them. */
export function findWords(templates: readonly Template[], words: readonly string[]): Match[] {
  const pattern = words.map(literally).join('[^\\p{L}\\p{N}]+');
  return findMatches(
    blanked(templates, UNREAD),
    new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'),
  );
}
