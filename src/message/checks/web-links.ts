import type { Place } from '../../problem.ts';
import { holdsToken } from '../tokens.ts';
import type { FinishedLetter } from './finished-letter.ts';
import { judgeLink } from './judge-link.ts';
import { linksIn, placesOfLink } from './links.ts';

/** An address on the web, and wherever the letter has it. */
export interface PlacedLink {
  readonly url: string;
  readonly places: readonly Place[];
}

/**
 * Every address of a web page or picture that is the same for everybody, sources' included; not
 * those that are no address for a mail, which is told without asking.
 */
export function webLinks(letter: FinishedLetter): PlacedLink[] {
  const urls = linksIn(letter.html).filter(
    (link) =>
      /^https?:\/\//i.test(link) &&
      !holdsToken(link) &&
      URL.canParse(link) &&
      judgeLink(link, new Set())?.severity !== 'error',
  );
  return urls.map((url) => ({ url, places: placesOfLink(letter, url) }));
}
