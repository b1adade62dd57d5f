import type { Place, Problem } from '../../problem.ts';
import { htmlTemplates } from '../letter-templates.ts';
import { findTokens } from '../tokens.ts';
import { asWritten, findMatches, findWords, startOf } from './find-places.ts';
import type { ReadLetter } from './finished-letter.ts';
import { passagesOf, wordsOf } from './passages.ts';
import { fieldsOf } from './personal-links.ts';
import { type Element, isElement, isHidden, quote } from './read-html.ts';

interface Loss {
  readonly what: string;
  readonly where: Place;
}

/**
 * What the html says and the text part does not: passages that are not in it, in the same words,
 * and links. The first of each file is told. Alt texts, hidden texts and the link to the browser's
 * version are no loss.
 */
export function checkText(letter: ReadLetter): Problem[] {
  const told = textlessFiles(letter);
  const losses = [...lostPassages(letter), ...lostLinks(letter)].filter(
    ({ where }) => !told.has(where.file),
  );
  const byFile = new Map<string, Loss[]>();
  for (const loss of losses) {
    const others = byFile.get(loss.where.file) ?? [];
    byFile.set(loss.where.file, [...others, loss]);
  }
  return [...byFile.values()].flatMap((all) => textLost(all, letter));
}

/** Partials without a text form that the letter uses: they are told where they are used. */
function textlessFiles({ templates: { body, partials } }: ReadLetter): Set<string> {
  const used = body.partials.flatMap(({ name }) => partials.get(name) ?? []);
  return new Set(used.filter(({ text }) => !text).map(({ mjml }) => mjml.file));
}

function textLost([first, ...others]: readonly Loss[], { templates }: ReadLetter): Problem[] {
  if (!first) return [];
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return [
    {
      severity: 'warning',
      code: 'text-lost',
      what: `Who reads the plain text misses what the html has: ${first.what}${more}.`,
      where: first.where,
      fix: `Put it into the text form too: ${templates.text.file}, or the .txt file of the partial.`,
    },
  ];
}

function lostPassages(letter: ReadLetter): Loss[] {
  const said = ` ${readWords(letter.text).join(' ')} `;
  const skips = (element: Element) =>
    isViewLink(letter, element) || isCitation(element) || isWayBack(element);
  return passagesOf(letter.page, skips)
    .filter((text) => /\p{L}/u.test(text) && isLost(readWords(text), said))
    .map((text) => ({ what: `"${quote(text, 60)}"`, where: placeOfWords(letter, text) }));
}

/** A citation's number: `[4]` in the text part. */
function isCitation({ name, attribs }: Element): boolean {
  return name === 'sup' && attribs.class === 'cite';
}

/** From a note back to where it is cited; in the text part there is nothing to follow. */
function isWayBack({ attribs: { role, href = '' } }: Element): boolean {
  return role === 'doc-backlink' || /^#cite-\d+(?:-\d+)?$/.test(href);
}

/** Without addresses, which the text part writes out where the html has a link, and without `[4]`. */
function readWords(text: string): string[] {
  return wordsOf(text.replace(/\b(?:https?:\/\/|mailto:)[^\s)]+|\[\d+\]/g, ' '));
}

/** Lost is what is not there word for word, and of which not even half the runs of three words are. */
function isLost(words: readonly string[], said: string): boolean {
  if (words.length === 0 || said.includes(` ${words.join(' ')} `)) return false;
  const runs = words.slice(2).map((_word, index) => words.slice(index, index + 3).join(' '));
  const kept = runs.filter((run) => said.includes(` ${run} `)).length;
  return kept * 2 < runs.length || runs.length === 0;
}

function placeOfWords({ templates }: ReadLetter, text: string): Place {
  const words = wordsOf(text);
  // The letter itself comes last: it is in the text part as a whole.
  const [letter, ...others] = htmlTemplates(templates);
  const used = letter ? [...others, letter] : others;
  const counts = [6, 3, 1].map((count) => words.slice(0, count));
  for (const some of counts) {
    const [found] = findWords(used, some);
    if (found) return found.place;
  }
  return startOf(templates);
}

function lostLinks(letter: ReadLetter): Loss[] {
  return [...lostOwnLinks(letter), ...lostAddresses(letter)];
}

/** The sign and the unsubscribe link, which are in the html, and nowhere in the text. */
function lostOwnLinks({ page, text, symbols, templates }: ReadLetter): Loss[] {
  const fieldsIn = (part: string) =>
    findTokens(part, 'v').flatMap(({ index }) => {
      const expression = symbols.values[index];
      return expression ? fieldsOf(expression) : [];
    });
  const hrefs = page.elements.map(({ attribs }) => attribs.href ?? '').join(' ');
  const said = fieldsIn(text);
  return ['sign_link', 'unsubscribe_link']
    .filter((field) => fieldsIn(hrefs).includes(field) && !said.includes(field))
    .map((field) => ({
      what: `the link {{${field}}}`,
      where: { file: templates.text.file, line: 1, column: 1 },
    }));
}

/** Links to web and mail whose address the text does not write out. */
function lostAddresses(letter: ReadLetter): Loss[] {
  const said = letter.text.replace(/\s+/g, ' ');
  const links = letter.page.elements.filter((element) => isLink(element) && !isUnseen(element));
  const lost = links.map(({ attribs }) => attribs.href ?? '').filter((href) => !isSaid(href, said));
  return [...new Set(lost)].map((href) => ({
    what: `the link to ${quote(href, 60)}`,
    where:
      findMatches(htmlTemplates(letter.templates), asWritten(href))[0]?.place ??
      startOf(letter.templates),
  }));
}

function isLink({ name, attribs: { href = '' } }: Element): boolean {
  return name === 'a' && /^(?:https?:|mailto:)/i.test(href) && findTokens(href)[0]?.start !== 0;
}

function isUnseen(element: Element): boolean {
  for (let at: Element | null = element; at; at = at.parent as Element | null) {
    if (isElement(at) && isHidden(at)) return true;
  }
  return false;
}

function isSaid(href: string, said: string): boolean {
  const known = href.slice(0, findTokens(href)[0]?.start);
  const address = known
    .replace(/^mailto:/i, '')
    .replace(/\?.*$/s, (query) => (/^mailto:/i.test(known) ? '' : query));
  return said.includes(address) || said.includes(address.replace(/\/$/, ''));
}

/** "View this letter in your browser": who reads plain text needs no other view. */
function isViewLink({ symbols }: ReadLetter, { name, attribs: { href = '' } }: Element): boolean {
  const [token] = name === 'a' ? findTokens(href, 'v') : [];
  const expression = token && symbols.values[token.index];
  return expression !== undefined && fieldsOf(expression).includes('view_link');
}
