import type { Place, Problem } from '../../problem.ts';
import type { Template } from '../template.ts';
import { findMatches } from './find-places.ts';
import type { ReadLetter } from './finished-letter.ts';

/** What was meant as a link or a merge field and is read by everybody as it was typed. */
export function checkMarkup({ templates }: ReadLetter): Problem[] {
  const { body, texts } = templates;
  const fields = [body, ...texts.values()].flatMap((template) => findFields(template));
  return [...fields, ...findLinks(body), ...findReversedLinks(body)];
}

const CODE = /^ {0,3}(`{3,}|~{3,})[\s\S]*?^ {0,3}\1|`[^`\n]+`/gm;
const ALMOST_FIELD =
  /(?<![\\{])(?:\{ +\{+[^{}\n]*\} *\}|\{\{?[ \t]*\{?[^{}\n]*\} +\}|\*\|[A-Za-z_]+\|\*|%%?[A-Z_]{3,}%%?)|(?<![\\{$\w])\{\w+\}(?!\})/g;

/** `{ {first_name}}`, `{first_name}`, and how other mailers write their fields. */
function findFields(template: Template): Problem[] {
  const { text } = template;
  return findMatches([{ ...template, text: withoutCode(text) }], ALMOST_FIELD).map((match) => ({
    severity: 'warning',
    code: 'field-unread',
    what: `"${match.text}" looks like a merge field, and everybody would read it as it stands.`,
    where: match.place,
    fix: `Write {{${/\w+/.exec(match.text)?.[0].toLowerCase() ?? 'first_name'}}}, two braces without a space between them.`,
  }));
}

const ALMOST_LINK =
  /\[[^\][\n]+\] ?\([ \t]*(?:https?:|www\.|mailto:|tel:|\{\{)[^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)?/g;

/** `[text](https://… with spaces)`, `[text] (https://…)` and the like. */
function findLinks(body: Template): Problem[] {
  return findMatches([{ ...body, text: withoutCode(body.text) }], ALMOST_LINK)
    .map((match) => ({ ...match, fault: faultOf(match.text) }))
    .flatMap(({ place, text, fault }) => (fault ? [unreadLink(text, fault, place)] : []));
}

function faultOf(link: string): string | undefined {
  if (/\] \(/.test(link)) return 'Take out the space between the brackets.';
  if (!link.endsWith(')')) return 'Close the bracket behind the address.';
  const address = /\]\(\s*([\s\S]*?)\s*\)$/.exec(link)?.[1] ?? '';
  const bare = address
    .replace(/\{\{[^}]*\}\}/g, 'x')
    .replace(/\s+(?:"[^"]*"|'[^']*'|\([^)]*\))$/, '');
  if (!/\s/.test(bare)) return undefined;
  return 'Take the spaces out of the address, or write each as %20.';
}

const REVERSED_LINK =
  /(?<![\]\\])\(([^()\n]+)\)\[\s*((?:https?:|www\.|mailto:|tel:)[^\][\s]+|\{\{[^{}\n]+\}\})\s*\](?![([])/g;

/** `(text)[https://…]`. */
function findReversedLinks(body: Template): Problem[] {
  return findMatches([{ ...body, text: withoutCode(body.text) }], REVERSED_LINK).map(
    ({ text, place }) => {
      const link = text.replace(new RegExp(REVERSED_LINK.source), (_whole, words, address) => {
        return `[${words}](${address.replace(/^www\./, 'https://www.')})`;
      });
      const fix = `Write ${link}: the text in square brackets, the address in round ones.`;
      return unreadLink(text, fix, place);
    },
  );
}

function unreadLink(text: string, fix: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'link-unread',
    what: `"${text}" looks like a link, and everybody would read it as it stands.`,
    where,
    fix,
  };
}

/** Code is shown as it is typed. Every other character stays in its place. */
function withoutCode(text: string): string {
  return text.replace(CODE, (code) => code.replace(/[^\n]/g, ' '));
}
