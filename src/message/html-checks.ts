import { Parser } from 'htmlparser2';
import { type Place, type Problem, placeAt } from '../problem.ts';
import { htmlTemplates, type LetterTemplates } from './letter-templates.ts';
import { findTokens, tokenPattern } from './tokens.ts';
import { readings } from './value-forms.ts';

/**
 * What no mail can carry, in the finished html before its tokens get their wire form, so that both
 * branches of every block are seen. Values that differ are judged elsewhere (`formInHtml`).
 */
export function checkHtml(html: string, templates: LetterTemplates): Problem[] {
  return [...unsafeLinks(html, templates), ...scripts(html, templates)];
}

const LINK = /\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
const SCHEMES = /^(https?:|mailto:|tel:|cid:|#)/i;

function unsafeLinks(html: string, templates: LetterTemplates): Problem[] {
  const links = [...html.matchAll(LINK)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  const unsafe = links
    .flatMap(readings)
    .filter((link) => link !== '' && !SCHEMES.test(link) && findTokens(link)[0]?.start !== 0);
  return [...new Set(unsafe)].flatMap((link) => {
    return placesOf(templates, asWritten(link)).map(
      (where): Problem => ({
        severity: 'error',
        code: 'link-unsafe',
        what: `"${link.replace(tokenPattern(), '…')}" is no link that a mail can carry.`,
        where,
        fix: 'Write the whole address, starting with https://, mailto: or tel:.',
      }),
    );
  });
}

const OUTLOOK_COMMENT = /<!--\[if [^\]]*\]>(<!-->)?|(<!--)?<!\[endif\]-->/g;

function scripts(html: string, templates: LetterTemplates): Problem[] {
  const found = new Map<string, RegExp>();
  const parser = new Parser({
    onopentagname: (name) => {
      if (name === 'script') found.set('<script>', /<script\b/gi);
    },
    onattribute: (name) => {
      if (/^on[a-z]/i.test(name))
        found.set(name, new RegExp(`(?<=\\s)${literally(name)}(?=\\s*=)`, 'gi'));
    },
  });
  parser.end(html.replace(OUTLOOK_COMMENT, ''));
  return [...found].flatMap(([name, pattern]) =>
    placesOf(templates, pattern).map((where) => ({
      severity: 'error',
      code: 'html-script',
      what: `${name} is a script. Mail programs run none, and filters take such a letter for spam.`,
      where,
      fix: 'Take it out.',
    })),
  );
}

/** Wherever the pattern is in what the html is made of, or else the start of the layout. */
function placesOf(templates: LetterTemplates, pattern: RegExp): Place[] {
  const places = htmlTemplates(templates).flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map((match) => placeAt(file, text, match.index, match[0].length)),
  );
  return places.length > 0 ? places : [{ file: templates.layout.file, line: 1, column: 1 }];
}

/** A link as a template or the letter writes it, up to the first value in it. */
function asWritten(link: string): RegExp {
  const end = findTokens(link)[0]?.start;
  const whole = end === undefined ? '(?![\\w./?#-])' : '';
  return new RegExp(`(?<=["'(<=:}]\\s*)${literally(link.slice(0, end))}${whole}`, 'g');
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('&amp;', '&(?:amp;)?');
}
