import type { Document } from 'yaml';
import type { core } from 'zod';
import { nearest } from './nearest.ts';
import type { Problem } from './problem.ts';
import { isCutOff, isMissing, type PlaceAt, placeOfKey, placeOfPath } from './yaml-places.ts';

/** What problems' codes begin with. */
export type YamlCode = 'front-matter' | 'config' | 'words';

interface Found {
  readonly code: YamlCode;
  readonly document: Document;
  readonly place: PlaceAt;
}

/** What does not fit a schema; a name that is misspelt is not told as missing too. */
export function issuesProblems(issues: readonly core.$ZodIssue[], found: Found): Problem[] {
  const misspelt = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => keyOf([...issue.path, meantKey(key, knownKeys(issue))]))
      : [],
  );
  return issues
    .filter(({ path }) => !isMissing(found.document, path) || !misspelt.includes(keyOf(path)))
    .flatMap((issue) => issueProblems(issue, found));
}

function keyOf(path: readonly PropertyKey[]): string {
  return JSON.stringify(path);
}

function meantKey(key: string, known: readonly string[]): string {
  const sameWord = known.find((name) => name.toLowerCase() === key.toLowerCase());
  return sameWord ?? nearest(key, known) ?? key;
}

function issueProblems(issue: core.$ZodIssue, found: Found): Problem[] {
  const { code, document, place } = found;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(issue, key, found));
  }
  if (issue.code === 'invalid_union') return unionProblems(issue, found);
  if (isMissing(document, issue.path)) return [missing(issue, found)];
  // A message is what is wrong, and after a semicolon what to do.
  const [why = '', ...todo] = issue.message.split('; ');
  const fix = hint(issue).trim() || (todo.length > 0 ? advice(todo.join('; ')) : undefined);
  return [
    {
      severity: 'error',
      code: `${code}-invalid`,
      what: `${named(issue.path)} is not right: ${sentence(why)}`,
      where: placeOfPath(document, issue.path, place),
      fix,
    },
  ];
}

/** Of several forms that are allowed, the one that was meant: the one of the right type, if any. */
function unionProblems({ errors, path }: core.$ZodIssueInvalidUnion, found: Found): Problem[] {
  const isOfType = (issues: core.$ZodIssue[]) =>
    !issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0);
  const meant = errors.find(isOfType) ?? errors[0] ?? [];
  return meant.flatMap((issue) =>
    issueProblems({ ...issue, path: [...path, ...issue.path] } as core.$ZodIssue, found),
  );
}

function missing(issue: core.$ZodIssue, { code, document, place }: Found): Problem {
  const parent = issue.path.slice(0, -1);
  const isItem = parent.some((key) => typeof key === 'number');
  const under = isItem
    ? ` to ${named(parent, false)}`
    : parent.length > 0
      ? ` under "${parent.join('.')}:"`
      : '';
  return {
    severity: 'error',
    code: `${code}-missing`,
    what: `${named(issue.path)} is missing.`,
    where: placeOfPath(document, parent, place),
    fix: `Add "${String(issue.path.at(-1))}:"${under}.${hint(issue)}`,
  };
}

function unknownKey(
  issue: core.$ZodIssueUnrecognizedKeys,
  key: string,
  { code, document, place }: Found,
): Problem {
  const known = knownKeys(issue);
  const meant = meantKey(key, known);
  const guess = meant === key ? undefined : meant;
  return {
    severity: 'error',
    code: `${code}-unknown-key`,
    what: `${named([...issue.path, key])} is not a known setting.`,
    where: placeOfKey(document, [...issue.path, key], place),
    fix: isCutOff(document, [...issue.path, key])
      ? /^\d+$/.test(key)
        ? 'Write numbers without commas, such as 50000.'
        : 'Put quotes around a text that holds a comma, such as title: "One, two".'
      : guess
        ? `Did you mean "${guess}"?`
        : known.length > 0
          ? `Known here: ${known.join(', ')}.`
          : 'Remove it.',
  };
}

/** Schemas made by `strict` below carry their own keys in the issue's message. */
function knownKeys(issue: core.$ZodIssueUnrecognizedKeys): string[] {
  const list = /known: (.*)$/.exec(issue.message)?.[1];
  return list ? list.split(', ') : [];
}

/** What a schema's author wrote as the message is advice; zod's own words are not. */
function hint(issue: core.$ZodIssue): string {
  const fix = (issue as { params?: { fix?: string } }).params?.fix;
  return fix ? ` ${fix}` : '';
}

function sentence(text: string): string {
  const trimmed = text.trim().replace(/\.$/, '');
  return `${trimmed}.`;
}

function advice(text: string): string {
  return sentence(text.charAt(0).toUpperCase() + text.slice(1));
}

const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');

/** `"petition.goal"`, and for the items of a list `"title" of the second of asks`. */
function named(path: readonly PropertyKey[], isStart = true): string {
  const at = path.findLastIndex((key) => typeof key === 'number');
  if (at < 0) return `"${path.join('.')}"`;
  const ordinal = ORDINALS[Number(path[at])] ?? `${Number(path[at]) + 1}th`;
  const the = `the ${ordinal} of ${path.slice(0, at).join('.')}`;
  const rest = path.slice(at + 1).join('.');
  if (rest !== '') return `"${rest}" of ${the}`;
  return isStart ? the.replace('the', 'The') : the;
}
