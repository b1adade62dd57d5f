import type { Place, Problem } from '../problem.ts';
import { findMarkedLetter, MARK } from './mjml-places.ts';
import { ENDING, openComponents } from './mjml-tags.ts';
import { findTokens } from './tokens.ts';

/** What goes around the letter, whose components belong into a column, by where it stands. */
const AROUND = new Map([
  ['mj-column', ['', '']],
  ['mj-hero', ['', '']],
  ['mj-section', ['<mj-column>', '</mj-column>']],
  ['mj-group', ['<mj-column>', '</mj-column>']],
  ['mj-wrapper', ['<mj-section><mj-column>', '</mj-column></mj-section>']],
  ['mj-body', ['<mj-section><mj-column>', '</mj-column></mj-section>']],
]);
/** Where the letter can be html, as long as it is text alone. */
const HOLDS_HTML = new Set(['mj-text', 'mj-table', 'mj-raw', 'mj-accordion-text']);

export interface PlacedLetter {
  readonly source: string;
  readonly problems: readonly Problem[];
}

/**
 * Makes the letter, a run of components for a column, fit where a template puts it: in a column or
 * a hero as it is; in a section or the body with what is missing around it; in the middle of an
 * mj-text by splitting that in two, or as html. Elsewhere there is no place for it.
 */
export function placeLetter(marked: string, where: Place | undefined): PlacedLetter {
  const problems: Problem[] = [];
  let source = marked;
  for (let at = findMarkedLetter(source); at; at = findMarkedLetter(source)) {
    const placed = placeOne({ ...at, open: openComponents(at.before) });
    if (placed === undefined) problems.push(misplaced(at.before, where));
    source = placed ?? at.before + at.after;
  }
  return { source, problems };
}

interface LetterPlace {
  readonly before: string;
  readonly letter: string;
  readonly after: string;
  readonly open: ReturnType<typeof openComponents>;
}

function placeOne({ before, letter, after, open }: LetterPlace): string | undefined {
  const parent = open.at(-1);
  if (!parent || isInTag(before)) return undefined;
  const around = AROUND.get(parent.name);
  if (around) return `${before}${around[0]}${letter}${around[1]}${after}`;
  if (!HOLDS_HTML.has(parent.name)) return undefined;
  const start = before.slice(parent.end);
  if (isTextAlone(letter)) return asHtml(before, letter, after);
  if (parent.name !== 'mj-text' || !isWhole(start)) return undefined;
  const [mark = ''] = new RegExp(`${MARK}\\d+${MARK}$`).exec(before.slice(0, parent.start)) ?? [];
  return splitText(before.slice(0, parent.start), start, mark + parent.whole, letter, after);
}

/** The letter's own texts carry no mark, those of partials do. */
const OWN_TEXT = new RegExp(
  `(?<!${MARK})<mj-text>([\\s\\S]*?)(?<!${MARK})</mj-text>(?=\\n|$)`,
  'g',
);

function isTextAlone(letter: string): boolean {
  return !letter.replace(OWN_TEXT, '').includes('<mj');
}

/** A paragraph cannot hold the letter's paragraphs, so one around it goes. */
function asHtml(before: string, letter: string, after: string): string {
  const html = letter.replace(OWN_TEXT, (_whole, content: string) => content);
  const isParagraph = /<p\b[^>]*>\s*$/i.test(before) && /^\s*<\/p>/i.test(after);
  return isParagraph
    ? before.replace(/<p\b[^>]*>\s*$/i, '') + html + after.replace(/^\s*<\/p>/i, '')
    : before + html + after;
}

/** Closes an mj-text before the letter and opens it again behind, its attributes on all of them. */
function splitText(before: string, start: string, tag: string, letter: string, after: string) {
  const close = after.search(new RegExp(`${MARK}\\d+${MARK}</mj-text`, 'i'));
  const end = after.slice(0, close);
  if (close < 0 || !isWhole(end)) return undefined;
  const rest = after.slice(close).replace(new RegExp(`^${MARK}\\d+${MARK}</mj-text\\s*>`, 'i'), '');
  const text = (content: string) => (content.trim() === '' ? '' : `${tag}${content}</mj-text>\n`);
  const own = letter.replace(OWN_TEXT, (_whole, content: string) => text(content));
  return `${before}${text(start)}${own}${text(end)}${rest}`;
}

const VOID = new Set(['br', 'hr', 'img', 'wbr']);

/** No html tag and no block is open at the end, or closed that was not opened. */
function isWhole(html: string): boolean {
  const tokens = findTokens(html, 'oc');
  let depth = 0;
  for (const [, slash, name = '', closing] of html.matchAll(/<(\/?)([a-z][\w-]*)[^>]*?(\/?)>/gi)) {
    if (!VOID.has(name.toLowerCase()) && closing !== '/') depth += slash ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0 && tokens.filter(({ kind }) => kind === 'o').length * 2 === tokens.length;
}

function isInTag(before: string): boolean {
  return /<[a-z][^<>]*$/i.test(before.slice(-2000));
}

function misplaced(before: string, where: Place | undefined): Problem {
  const parent = openComponents(before).at(-1)?.name;
  const inside = isInTag(before) ? 'a tag' : parent ? `<${parent}>` : 'no component';
  const isText = parent !== undefined && ENDING.has(parent) && !isInTag(before);
  return {
    severity: 'error',
    code: 'letter-place',
    what: isText
      ? `The letter stands in the html of ${inside}, and holds parts such as {{> sign}} that cannot be there.`
      : `The letter stands in ${inside}, where MJML has no place for it.`,
    where,
    fix: 'Put {{{letter}}} into an <mj-column>, beside its components and not inside of one.',
  };
}
