import type { Place, Problem } from '../../problem.ts';
import { htmlTemplates } from '../letter-templates.ts';
import type { Template } from '../template.ts';
import { findMatches, findTags } from './find-places.ts';
import type { ReadLetter } from './finished-letter.ts';

/**
 * Pictures without an alt text. A template may say alt="" for a picture that is only decoration;
 * a picture that is the whole of a link may not, and in the letter itself `![](…)` is an omission.
 */
export function checkImages({ page, templates }: ReadLetter): Problem[] {
  if (!page.elements.some(({ name, attribs }) => name === 'img' && !attribs.alt?.trim())) return [];
  const used = htmlTemplates(templates);
  const places = [
    ...markdownPictures(templates.body),
    ...htmlPictures(used),
    ...linkedPictures(used),
  ];
  return places.map((where) => ({
    severity: 'warning',
    code: 'image-alt',
    what: 'This picture has no alt text: whoever does not see it does not learn what it shows.',
    where,
    fix: 'Say in a few words what it shows: ![A girl at a river](https://…), or alt="A girl at a river".',
  }));
}

function markdownPictures(body: Template): Place[] {
  return findMatches([body], /!\[\s*\](?=[([])/g).map(({ place }) => place);
}

const PICTURE = /<(?:img|mj-image)\b(?:"[^"]*"|'[^']*'|\{\{[\s\S]*?\}\}|[^"'>])*>/gi;
const ALT = /\salt(?:\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s"'>]+)))?/i;

function htmlPictures(templates: readonly Template[]): Place[] {
  return findTags(templates, PICTURE)
    .filter(({ text }) => !ALT.test(text) && !isPixel(text))
    .map(({ place }) => place);
}

/** Pictures that say that they are decoration, and are the whole of a link. */
function linkedPictures(templates: readonly Template[]): Place[] {
  const links = findTags(templates, /<a\b[^>]*>(?:\s|<(?!\/a\b)[^>]*>)*<\/a\s*>/gi).filter(
    ({ text }) =>
      !/\b(?:aria-label|title)\s*=/.test(text) &&
      [...text.matchAll(PICTURE)].some(([picture]) => isDecoration(picture)),
  );
  const linked = findTags(templates, PICTURE).filter(
    ({ text }) => /^<mj-image/i.test(text) && /\shref\s*=/i.test(text) && isDecoration(text),
  );
  return [...links, ...linked].map(({ place }) => place);
}

function isDecoration(picture: string): boolean {
  const { double, single, bare } = ALT.exec(picture)?.groups ?? {};
  return ALT.test(picture) && (double ?? single ?? bare ?? '').trim() === '';
}

/** What counts openings has no alt text to lack. */
function isPixel(picture: string): boolean {
  return /\b(?:width|height)\s*[=:]\s*["']?[01](?:px)?\b/i.test(picture);
}
