import type { Place, Problem } from '../../problem.ts';
import type { Expression } from '../expression.ts';
import { type FoundToken, findTokens } from '../tokens.ts';
import { LINK_FIELDS } from '../value-forms.ts';
import { startOf } from './find-places.ts';
import type { ReadLetter } from './finished-letter.ts';
import { isValue } from './read-html.ts';

/**
 * What is one supporter's own, handed on in a link to somewhere else: her links, with which others
 * could act in her name, and her address.
 */
export function checkPersonalLinks(letter: ReadLetter): Problem[] {
  const links = letter.page.elements.flatMap(({ attribs: { href, src } }) =>
    [href ?? [], src ?? []].flat(),
  );
  return links
    .filter((link) => !isValue(link))
    .flatMap((link) => findTokens(link, 'v').flatMap((token) => judgeValue(letter, link, token)));
}

function judgeValue(letter: ReadLetter, link: string, token: FoundToken): Problem[] {
  const expression = letter.symbols.values[token.index];
  const where = letter.symbols.places[token.index] ?? startOf(letter.templates);
  const fields = expression ? fieldsOf(expression) : [];
  const own = fields.find((field) => (LINK_FIELDS as readonly string[]).includes(field));
  if (own !== undefined) return [ownLink(own, where)];
  const host = /^https?:\/\/([^/?#:]+)/i.exec(link)?.[1]?.toLowerCase();
  if (!fields.includes('email') || host === undefined || isOwnHost(letter, host)) return [];
  return [address(host, where)];
}

/** The names of the merge fields that an expression reads. */
export function fieldsOf(expression: Expression): string[] {
  switch (expression.kind) {
    case 'field':
      return [expression.name];
    case 'get':
      return fieldsOf(expression.of);
    case 'call':
      return [...expression.args, ...Object.values(expression.hash)].flatMap(fieldsOf);
    default:
      return [];
  }
}

function isOwnHost({ settings }: ReadLetter, host: string): boolean {
  const { url } = settings.organisation;
  const own = url && new URL(url).hostname.replace(/^www\./, '');
  return own !== undefined && (host === own || host.endsWith(`.${own}`));
}

function ownLink(field: string, where: Place): Problem {
  if (field === 'view_link') return viewLink(where);
  const deed = field === 'unsubscribe_link' ? 'unsubscribe her' : 'sign in her name';
  return {
    severity: 'error',
    code: 'link-personal',
    what: `{{${field}}} is a supporter's own link, and stands inside another one: whoever gets that could ${deed}.`,
    where,
    fix: "Write the address of the petition's public page instead. Her own link can only be the whole of a link.",
  };
}

/** Only a warning: nobody can act in her name with it (see the web side's view of a letter). */
function viewLink(where: Place): Problem {
  return {
    severity: 'warning',
    code: 'link-personal',
    what: "{{view_link}} is a supporter's own copy of the letter, and stands inside another link: whoever gets that reads what the letter says to her.",
    where,
    fix: "Write the address of the petition's public page instead, unless others may read her copy.",
  };
}

function address(host: string, where: Place): Problem {
  return {
    severity: 'warning',
    code: 'link-address',
    what: `This link hands each supporter's e-mail address to ${host}.`,
    where,
    fix: 'Take {{email}} out of the link, unless she has agreed to that.',
  };
}
