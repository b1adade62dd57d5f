import { didYouMean } from '../nearest.ts';
import { type Place, type Problem, placeAt } from '../problem.ts';
import { citationOf } from './find-citations.ts';
import type { Unreadable } from './read-citation.ts';

const IF_NONE = 'If it is no citation, put a backslash before the bracket.';

export function unknownSource(key: string, where: Place, known: Iterable<string>): Problem {
  return {
    severity: 'error',
    code: 'citation-unknown',
    what: `The citation ${citationOf(key)} has no source.`,
    where,
    fix: `Add "${key}" under "sources:" in the front matter, or remove the mark.${didYouMean(key, known)} ${IF_NONE}`,
  };
}

export function unreadableCitation(whole: string, { what, fix }: Unreadable, where: Place) {
  return unreadable(where, `${shortened(whole)} ${what}.`, fix);
}

export function footnoteMark(whole: string, key: string, where: Place): Problem {
  return unreadable(
    where,
    `${whole} looks like a citation, but it is not written as one.`,
    `Write ${citationOf(key)}, and give the source under "sources:" in the front matter. ${IF_NONE}`,
  );
}

/** Its number is a link itself, and no link can hold another. */
export function linkedCitation(whole: string, where: Place): Problem {
  return unreadable(
    where,
    `The citation ${shortened(whole)} stands in the text of a link or a picture, where its number cannot be a link.`,
    'Put it behind the link: [text](https://…)[@key].',
  );
}

export function unclosedBracket(start: string, where: Place): Problem {
  return unreadable(
    where,
    `The citation that starts with ${shortened(start)} is never closed.`,
    `Put a "]" where it ends, in the same paragraph. ${IF_NONE}`,
  );
}

export function bareKey(key: string, where: Place): Problem {
  return {
    severity: 'warning',
    code: 'citation-bare',
    what: `"@${key}" is the key of a source, but without brackets it is no citation, and supporters read it as it is.`,
    where,
    fix: `Write ${citationOf(key)}. If it is no citation, put a backslash before the @.`,
  };
}

export function tooManyCitations(file: string, text: string, offset: number): Problem {
  return unreadable(
    placeAt(file, text, offset),
    'This is more citations than a letter can number.',
    'Take some out.',
  );
}

function unreadable(where: Place, what: string, fix: string): Problem {
  return { severity: 'error', code: 'citation-unreadable', what, where, fix };
}

function shortened(whole: string): string {
  const line = whole.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 58)}…` : line;
}
