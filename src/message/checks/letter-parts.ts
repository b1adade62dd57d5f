import type { Problem } from '../../problem.ts';
import { htmlTemplates } from '../letter-templates.ts';
import { findTokens } from '../tokens.ts';
import { startOf } from './find-places.ts';
import type { ReadLetter } from './finished-letter.ts';
import { passagesOf, wordsOf } from './passages.ts';
import { fieldsOf } from './personal-links.ts';
import { type Element, isElement, isValue } from './read-html.ts';

/** What every letter must have: sign link and button, unsubscribe link, postal address. */
export function checkParts(letter: ReadLetter): Problem[] {
  const sign = linksTo(letter, 'sign_link');
  return [
    ...(sign.length === 0 ? [signLinkMissing(letter)] : []),
    ...(sign.length > 0 && !hasButton(letter, sign) ? [buttonMissing(letter)] : []),
    ...(linksTo(letter, 'unsubscribe_link').length === 0 ? [unsubscribeMissing(letter)] : []),
    ...addressMissing(letter),
  ];
}

/** The links of the html that are this field and nothing else. */
function linksTo({ page, symbols }: ReadLetter, field: string): Element[] {
  return page.elements.filter(({ name, attribs: { href = '' } }) => {
    const [token] = findTokens(href, 'v');
    const expression = token && symbols.values[token.index];
    return name === 'a' && isValue(href) && expression && fieldsOf(expression).includes(field);
  });
}

/** A partial called "sign" is the template's own idea of a button, also where it looks like a link. */
function hasButton({ templates }: ReadLetter, links: readonly Element[]): boolean {
  const calls = htmlTemplates(templates).flatMap(({ partials }) => partials);
  return calls.some(({ name }) => name === 'sign') || links.some(looksLikeButton);
}

/** A link with a background or border of its own, or alone in a cell that has one. */
function looksLikeButton(link: Element): boolean {
  const parent = link.parent && isElement(link.parent) ? link.parent : undefined;
  const inside = link.children.some((child) => isElement(child) && child.name === 'img');
  return (
    inside ||
    isFilled(link) ||
    (parent !== undefined && /^t[dh]$/.test(parent.name) && isFilled(parent))
  );
}

function isFilled({ attribs }: Element): boolean {
  const style = attribs.style ?? '';
  const fill = /(?:^|[;\s])(?:background(?:-color)?|border)\s*:\s*([^;]+)/i.exec(style)?.[1];
  return (
    attribs.bgcolor !== undefined || (fill !== undefined && !/^(none|transparent|0)/i.test(fill))
  );
}

function wholeLetter({ appeal }: ReadLetter) {
  return { file: appeal.file, line: 1, column: 1 };
}

function signLinkMissing(letter: ReadLetter): Problem {
  return {
    severity: 'error',
    code: 'link-sign-missing',
    what: 'The letter has no sign link, so nobody could sign.',
    where: wholeLetter(letter),
    fix: 'Put {{> sign}} on a line of its own, or a link to {{sign_link}} into the text.',
  };
}

function buttonMissing(letter: ReadLetter): Problem {
  return {
    severity: 'warning',
    code: 'sign-button-missing',
    what: 'The letter has a sign link, but no button, and a link in the text is easily passed over.',
    where: wholeLetter(letter),
    fix: 'Put {{> sign}} on a line of its own, after the paragraph that asks for the signature.',
  };
}

function unsubscribeMissing(letter: ReadLetter): Problem {
  return {
    severity: 'error',
    code: 'link-unsubscribe-missing',
    what: 'The letter has no unsubscribe link.',
    where: wholeLetter(letter),
    fix: 'Put {{> footer}} into the template, or a link to {{unsubscribe_link}} into the letter.',
  };
}

/** CAN-SPAM asks for the sender's postal address in every letter (15 U.S.C. 7704(a)(5)). */
function addressMissing(letter: ReadLetter): Problem[] {
  const { address } = letter.settings.organisation;
  const said = ` ${passagesOf(letter.page).flatMap(wordsOf).join(' ')} `;
  const lines = address.split('\n').map((line) => wordsOf(line).join(' '));
  if (lines.every((line) => said.includes(` ${line} `) || line === '')) return [];
  return [
    {
      severity: 'error',
      code: 'address-missing',
      what: "The letter lacks the organisation's postal address, which the law asks for in every letter.",
      where: startOf(letter.templates),
      fix: 'Put {{> footer}} into the template, or {{organisation.address}} where it should stand.',
    },
  ];
}
