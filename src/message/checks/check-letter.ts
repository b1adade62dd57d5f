import type { Problem } from '../../problem.ts';
import { checkContrast } from './contrast.ts';
import type { FinishedLetter } from './finished-letter.ts';
import { checkHeadings } from './headings.ts';
import { checkImages } from './images.ts';
import { checkInboxLine } from './inbox-line.ts';
import { checkParts } from './letter-parts.ts';
import { checkLinkTexts } from './link-texts.ts';
import { checkLinks, checkNotes } from './links.ts';
import { checkMarkup } from './markup.ts';
import { checkPersonalLinks } from './personal-links.ts';
import { readHtml } from './read-html.ts';
import { checkScripts } from './scripts.ts';
import { checkText } from './text-lost.ts';

const CHECKS = [
  checkInboxLine,
  checkParts,
  checkLinks,
  checkNotes,
  checkLinkTexts,
  checkPersonalLinks,
  checkImages,
  checkHeadings,
  checkMarkup,
  checkScripts,
  checkContrast,
  checkText,
];

/** Everything that can be told from the finished letter alone, list or no list. */
export function checkLetter(letter: FinishedLetter): Problem[] {
  const read = { ...letter, page: readHtml(letter.html) };
  return CHECKS.flatMap((check) => check(read));
}
