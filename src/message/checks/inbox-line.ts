import type { Appeal } from '../../appeal/read-appeal.ts';
import type { Problem } from '../../problem.ts';
import { findTokens, tokenPattern } from '../tokens.ts';
import { readings } from '../value-forms.ts';
import type { ReadLetter } from './finished-letter.ts';
import { wordsOf } from './passages.ts';
import { dataOf, type Element, isElement, isHidden } from './read-html.ts';

/** A phone's inbox shows 40 to 50 characters of a subject. */
export const SUBJECT_LIMIT = 50;
/** No inbox shows more of a preheader. */
const PREHEADER_LIMIT = 150;

/** Subject and preheader, which is all that a supporter sees before she opens the letter. */
export function checkInboxLine(letter: ReadLetter): Problem[] {
  return [...checkSubject(letter), ...checkPreheader(letter)];
}

/** Characters as people count them: an emoji is one. */
export function visibleLength(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}

/** What every recipient's subject has at the least; the list tells the rest. */
function checkSubject({ appeal, subject }: ReadLetter): Problem[] {
  const values = tokenPattern('v');
  const length = Math.min(
    ...readings(subject).map((text) => visibleLength(text.replace(values, ''))),
  );
  return length > SUBJECT_LIMIT
    ? [longSubject(appeal, `The subject has ${length} characters`)]
    : [];
}

export function longSubject(appeal: Appeal, what: string): Problem {
  return {
    severity: 'warning',
    code: 'subject-too-long',
    what: `${what}, and a phone shows about ${SUBJECT_LIMIT}.`,
    where: appeal.placeOf(['subject']),
    fix: 'Shorten it, or put what matters first.',
  };
}

function checkPreheader({ appeal, page, subject }: ReadLetter): Problem[] {
  const { preheader } = appeal.frontMatter;
  const shown = hiddenText(page.root.filter(isElement));
  const where =
    preheader === undefined
      ? { file: appeal.file, line: 1, column: 1 }
      : appeal.placeOf(['preheader']);
  const warn = (code: Problem['code'], what: string, fix: string): Problem[] => [
    { severity: 'warning', code, what, where, fix },
  ];
  if (shown === '') {
    return preheader === undefined
      ? warn(
          'preheader-missing',
          'The letter has no preheader: inboxes show its first words beside the subject.',
          'Add "preheader:" below the subject, one line that makes people open the letter.',
        )
      : warn(
          'preheader-missing',
          'The template does not show the preheader.',
          'Put <mj-preview>{{preheader}}</mj-preview> into the <mj-head> of the template.',
        );
  }
  if (preheader === undefined) return [];
  if (
    wordsOf(shown).join(' ') === wordsOf(subject).join(' ') &&
    findTokens(shown).length === findTokens(subject).length
  ) {
    return warn(
      'preheader-repeats-subject',
      'The preheader says the same as the subject, beside which it stands.',
      'Say something new: one line that makes people open the letter.',
    );
  }
  const length = Math.min(
    ...readings(shown).map((text) => visibleLength(text.replace(tokenPattern('v'), ''))),
  );
  return length > PREHEADER_LIMIT
    ? warn(
        'preheader-too-long',
        `The preheader has ${length} characters, and inboxes show 40 to ${PREHEADER_LIMIT}.`,
        'Shorten it, or put what matters first.',
      )
    : [];
}

/** The text of the first hidden element of the body with any: what inboxes show. */
function hiddenText(elements: readonly Element[]): string {
  for (const element of elements) {
    if (element.name === 'head') continue;
    const inside = element.children.filter(isElement);
    const text =
      isHidden(element) && element.name !== 'style' ? allText(element) : hiddenText(inside);
    if (text !== '') return text;
  }
  return '';
}

/** Without the invisible characters that keep what follows out of the inbox. */
function allText({ children }: Element): string {
  const text = children.map((child) => (isElement(child) ? allText(child) : (dataOf(child) ?? '')));
  return text
    .join('')
    .replace(/\u034f/g, '')
    .replace(/[\s\p{Cf}]+/gu, ' ')
    .trim();
}
