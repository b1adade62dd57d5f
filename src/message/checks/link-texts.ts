import type { Place, Problem } from '../../problem.ts';
import { htmlTemplates } from '../letter-templates.ts';
import { findTags } from './find-places.ts';
import type { ReadLetter } from './finished-letter.ts';
import { placesOfLink } from './links.ts';
import { type Element, isElement, textIn } from './read-html.ts';

/** Links without a text: nobody can see them, and a screen reader reads their address out. */
export function checkLinkTexts(letter: ReadLetter): Problem[] {
  const empty = letter.page.elements.filter(isEmptyLink);
  if (empty.length === 0) return [];
  const written = placesOfEmptyLinks(letter);
  const places = written.length > 0 ? written : empty.flatMap((link) => fallback(letter, link));
  return places.map((where) => ({
    severity: 'error',
    code: 'link-empty',
    what: 'This link has no text, so nobody sees or hears where it leads.',
    where,
    fix: 'Write a text, as in [Read the story](https://…), or take the link out.',
  }));
}

/** A picture without an alt text is told by itself (`checkImages`). */
function isEmptyLink(element: Element): boolean {
  const { name, attribs } = element;
  return name === 'a' && attribs.href !== undefined && !isNamed(element) && !holdsPicture(element);
}

function isNamed(element: Element): boolean {
  const { 'aria-label': label = '', title = '' } = element.attribs;
  const isSaid = [label, title, textIn(element)].some((text) => text.trim() !== '');
  return isSaid || element.children.some((child) => isElement(child) && isNamed(child));
}

function holdsPicture({ children }: Element): boolean {
  return children.some(
    (child) => isElement(child) && (child.name === 'img' || holdsPicture(child)),
  );
}

const LINKS = new RegExp(
  [
    String.raw`(?<!!)\[[ \t]*\](?:\((?!\s*\))|\[)`,
    String.raw`<a\b[^>]*\bhref\b[^>]*>(?:[^<]|<(?!/a\b|img\b)[^>]*>)*</a\s*>`,
    String.raw`<mj-button\b[^>]*?(?:/>|>\s*</mj-button>)`,
  ].join('|'),
  'gi',
);

function placesOfEmptyLinks({ templates }: ReadLetter): Place[] {
  return findTags(htmlTemplates(templates), LINKS)
    .filter(({ text }) => text.startsWith('[') || isBare(text))
    .map(({ place }) => place);
}

function isBare(html: string): boolean {
  const isLabelled = /\b(?:aria-label|title)\s*=\s*["'][^"']*[^\s"']/.test(html);
  return !isLabelled && html.replace(/<[^>]*>|&nbsp;|\s/g, '') === '';
}

function fallback(letter: ReadLetter, { attribs }: Element): Place[] {
  return placesOfLink(letter, attribs.href ?? '').slice(0, 1);
}
