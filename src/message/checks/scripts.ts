import type { Problem } from '../../problem.ts';
import { holdsToken } from '../tokens.ts';
import { findPlaces, literally, startOf } from './find-places.ts';
import type { ReadLetter } from './finished-letter.ts';
import { readHtml, textIn, withOutlook } from './read-html.ts';

/** Scripts, as elements or as attributes of events; those that hold a value are refused elsewhere. */
export function checkScripts({ html, templates }: ReadLetter): Problem[] {
  const { elements } = readHtml(withOutlook(html));
  const found = new Map<string, RegExp>();
  for (const element of elements) {
    if (element.name === 'script' && !holdsToken(textIn(element))) {
      found.set('<script>', /<script\b/gi);
    }
    for (const [name, value] of Object.entries(element.attribs)) {
      if (!/^on[a-z]/i.test(name) || holdsToken(value)) continue;
      found.set(name, new RegExp(`(?<=\\s)${literally(name)}(?=\\s*=)`, 'gi'));
    }
  }
  return [...found].flatMap(([name, pattern]) => {
    const places = findPlaces(templates, pattern);
    return (places.length > 0 ? places : [startOf(templates)]).map((where) => ({
      severity: 'error',
      code: 'html-script',
      what: `${name} is a script. Mail programs run none, and filters take such a letter for spam.`,
      where,
      fix: 'Take it out.',
    }));
  });
}
