import type { Place, Problem } from '../../problem.ts';
import { phoneLink } from '../letter-context.ts';
import { findTokens } from '../tokens.ts';
import { readings } from '../value-forms.ts';
import { asWritten, findPlaces, startOf } from './find-places.ts';
import type { FinishedLetter, ReadLetter } from './finished-letter.ts';
import { judgeLink } from './judge-link.ts';
import { readHtml, withOutlook } from './read-html.ts';

/** Links that are none, lead nowhere or are not encrypted, wherever each is written. */
export function checkLinks(letter: ReadLetter): Problem[] {
  const anchors = anchorsOf(letter);
  return linksIn(letter.html).flatMap((link): Problem[] => {
    const fault = judgeLink(link, anchors);
    if (!fault || (fault.code === 'link-anchor' && isNote(link))) return [];
    return placesOfLink(letter, link).map((where) => ({ ...fault, where }));
  });
}

/** Notes that the template does not list: the citations' links would lead nowhere. */
export function checkNotes(letter: ReadLetter): Problem[] {
  const anchors = anchorsOf(letter);
  if (letter.appeal.notes.every(({ number }) => anchors.has(`note-${number}`))) return [];
  return [
    {
      severity: 'error',
      code: 'notes-missing',
      what: 'The letter cites sources, and its template does not list them.',
      where: startOf(letter.templates),
      fix: 'Put {{> notes}} between the sections of the template, after the one with the letter.',
    },
  ];
}

function isNote(link: string): boolean {
  return /^#note-\d+$/.test(link);
}

const LINKING = ['href', 'src', 'background'];

/** Every address of a link or picture, in each form that the blocks in it give it, each once. */
export function linksIn(html: string): string[] {
  const { elements } = readHtml(withOutlook(html));
  const links = elements.flatMap(({ attribs }) => LINKING.flatMap((name) => attribs[name] ?? []));
  return [...new Set(links.flatMap(readings))];
}

function anchorsOf({ page }: ReadLetter): Set<string> {
  return new Set(page.elements.flatMap(({ attribs: { id = '', name = '' } }) => [id, name]));
}

const NO_ADDRESS = /\]\(\s*(?:<\s*>)?\s*\)|\b(?:href|src)\s*=\s*(?:"\s*"|'\s*')/g;

/** Where a link is written: in the letter, a template, the sources or the settings. */
export function placesOfLink(letter: FinishedLetter, link: string): Place[] {
  const pattern = link.trim() === '' ? NO_ADDRESS : asWritten(link);
  const written = findPlaces(letter.templates, pattern);
  const given = findTokens(link).length > 0 ? [] : givenPlaces(letter, link);
  const all = [...written, ...given];
  return all.length > 0 ? all : [startOf(letter.templates)];
}

/** Links that stand among the sources, or in outcry.yaml. */
function givenPlaces({ appeal, settings, placeOfSetting }: FinishedLetter, link: string): Place[] {
  const cited = [...appeal.sources.values()].filter((source) =>
    isSame(source.read().value?.url, link),
  );
  const set = [
    { path: ['organisation', 'url'], url: settings.organisation.url },
    { path: ['theme', 'logo'], url: settings.theme.logo?.src },
  ].filter(({ url }) => isSame(url, link));
  const { hotline } = appeal.frontMatter;
  const isHotline = hotline !== undefined && link === phoneLink(hotline.number);
  return [
    ...(isHotline ? [appeal.placeOf(['hotline', 'number'])] : []),
    ...cited.map((source) => source.where('url')),
    ...set.flatMap(({ path }) => placeOfSetting?.(path) ?? []),
  ];
}

function isSame(url: string | undefined, link: string): boolean {
  return url !== undefined && (url === link || new URL(url).href === link);
}
