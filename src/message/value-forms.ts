import type { Code } from '../codes.ts';
import type { Form } from './forms.ts';
import type { HtmlPlace } from './html-places.ts';
import { findTokens, TOKEN_LENGTH, tokenPattern } from './tokens.ts';

/** The links that Outcry makes itself: they need no check where a whole link is asked for. */
export const LINK_FIELDS = ['sign_link', 'unsubscribe_link', 'view_link'] as const;

export type FormDecision =
  | { readonly form: Form }
  | { readonly refused: string; readonly code: Code; readonly fix: string };

const TEXT_ATTRIBUTES = new Set(['alt', 'title', 'summary', 'aria-label', 'aria-description']);
const URL_ATTRIBUTES = new Set(['href', 'src', 'action', 'background', 'cite', 'xlink:href']);

/** Decides how a value is written in the html, or says why it cannot stand there. */
export function formInHtml(place: HtmlPlace, start: number, isOwnLink: boolean): FormDecision {
  if (place.kind === 'text') return { form: 'text' };
  if (place.kind === 'forbidden') return refuse(place.what);
  if (!place.quoted) return refuse(`the attribute ${place.name}, which has no quotes`);
  if (TEXT_ATTRIBUTES.has(place.name)) return { form: 'text' };
  if (!URL_ATTRIBUTES.has(place.name)) return refuse(`the attribute ${place.name}`);
  if (place.value.length === TOKEN_LENGTH) return { form: isOwnLink ? 'text' : 'link' };
  return readings(place.value.slice(0, start - place.start)).every(isSafeLinkStart)
    ? { form: 'url' }
    : {
        refused:
          'It stands in the host or the scheme of a link, where a value could send people anywhere.',
        code: 'slot-link-host',
        fix: 'Write the link as far as the slash after the host, such as https://example.org/?name={{first_name}}.',
      };
}

/** In the text part a value right behind a written-out address belongs to that address. */
export function formInText(text: string, start: number): Form {
  const run = /\S*$/.exec(text.slice(Math.max(0, start - 2000), start))?.[0] ?? '';
  const before = run.replace(tokenPattern('oec'), '');
  return /(https?:\/\/[^/?#\s]+[/?#]|mailto:)[^\s<>"]*$/.test(before) ? 'url' : 'plain';
}

const MOST_READINGS = 64;

/** A text, such as what stands before a value, for every way in which the blocks before it may turn out. */
export function readings(before: string): string[] {
  const tokens = findTokens(before, 'oec');
  let next = 0;
  let position = 0;
  const sequence = (): string[] => {
    let out = [''];
    for (let token = tokens[next]; ; token = tokens[next]) {
      const literal = before.slice(position, token?.start);
      out = out.map((text) => text + literal);
      position = token?.end ?? before.length;
      next += 1;
      if (token?.kind !== 'o') return out;
      const branches = block();
      out = out.flatMap((text) => branches.map((branch) => text + branch)).slice(0, MOST_READINGS);
    }
  };
  /** A block in which the value itself stands ends with the text, in the branch that it stands in. */
  const block = (): string[] => {
    const body = sequence();
    if (next > tokens.length) return body;
    const inverse = sequence();
    return next > tokens.length ? inverse : [...body, ...inverse];
  };
  const all = sequence();
  return all.length < MOST_READINGS ? all : [''];
}

function isSafeLinkStart(text: string): boolean {
  return /^(https?:\/\/[^/?#\s]+[/?#]|mailto:|tel:|#|\?)/.test(text);
}

function refuse(where: string): FormDecision {
  return {
    refused: `It stands in ${where}, where no value is safe.`,
    code: 'slot-place',
    fix: 'Put it into the text, or into a link behind the slash after the host.',
  };
}
