import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { core, ZodType } from 'zod';
import { nearest } from './nearest.ts';
import type { Checked, Place, Problem } from './problem.ts';
import {
  findFirstOfTwo,
  isCutOff,
  isMissing,
  offsetsOf,
  type PlaceAt,
  placeOfKey,
  placeOfPath,
} from './yaml-places.ts';
import { explainSyntax } from './yaml-syntax.ts';

interface YamlInput<T> {
  readonly file: string;
  readonly text: string;
  /** Lines of the file that stand before `text`. */
  readonly linesBefore?: number;
  readonly schema: ZodType<T>;
  /** Prefix of the problems' codes: `front-matter` gives `front-matter-missing` and so on. */
  readonly code: YamlCode;
}
type YamlCode = 'front-matter' | 'config' | 'words';

export interface YamlValue<T> {
  readonly data: T;
  /** Where the value at a path stands, or the nearest parent that exists. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
  /** Where the characters of the text at a path stand, quotes and folded lines allowed for. */
  readonly placeIn: (path: readonly PropertyKey[], text: string) => (offset: number) => Place;
}

/** Reads YAML and holds it to a zod schema; every problem is mapped to its line and column. */
export function readYaml<T>(input: YamlInput<T>): Checked<YamlValue<T>> {
  const lines = new LineCounter();
  const document = parseDocument(input.text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number, length?: number): Place => {
    const { line, col } = lines.linePos(offset);
    return {
      file: input.file,
      line: line + (input.linesBefore ?? 0),
      column: Math.max(col, 1),
      length,
    };
  };
  if (document.errors.length > 0) {
    return { problems: syntaxProblems(input, document, place) };
  }
  const placeOf = (path: readonly PropertyKey[]) => placeOfPath(document, path, place);
  const raw: unknown = document.toJS() ?? {};
  const result = input.schema.safeParse(raw);
  const placeIn = (path: readonly PropertyKey[], text: string) => {
    const offsets = offsetsOf(document, path, input.text, text);
    return (offset: number) => place(offsets[offset] ?? offsets.at(-1) ?? 0);
  };
  if (result.success) return { value: { data: result.data, placeOf, placeIn }, problems: [] };
  const { issues } = result.error;
  const data = dataWithout(raw, issues, input.schema);
  return {
    value: data === undefined ? undefined : { data, placeOf, placeIn },
    problems: issues.flatMap((issue) =>
      issueProblems(issue, { code: input.code, document, place }),
    ),
  };
}

/** What is read of a file whose mistakes are left out, so that more than these can be told. */
function dataWithout<T>(
  raw: unknown,
  issues: readonly core.$ZodIssue[],
  schema: ZodType<T>,
): T | undefined {
  const rest = structuredClone(raw);
  for (const issue of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const paths = keys.length > 0 ? keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) leaveOut(rest, path);
  }
  return schema.safeParse(rest).data;
}

function leaveOut(data: unknown, path: readonly PropertyKey[]): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], data);
  const last = path.at(-1);
  if (typeof parent === 'object' && parent !== null && last !== undefined) {
    Reflect.deleteProperty(parent, last);
  }
}

/** One mistake often brings others with it on the same line. */
function syntaxProblems({ code, text }: YamlInput<unknown>, document: Document, at: PlaceAt) {
  const problems = document.errors.map((error) => syntaxProblem(code, error, document, text, at));
  const lines = new Map(problems.reverse().map((problem) => [problem.where?.line, problem]));
  return [...lines.values()].reverse();
}

function syntaxProblem(
  code: YamlCode,
  error: YAMLError,
  document: Document,
  text: string,
  at: PlaceAt,
): Problem {
  const [offset] = error.pos;
  const first = error.code === 'DUPLICATE_KEY' ? findFirstOfTwo(document, offset) : undefined;
  if (first) {
    return {
      severity: 'error',
      code: `${code}-syntax`,
      what: `"${first.key}" is given twice: first in line ${at(first.offset).line}, and here again.`,
      where: at(offset),
      fix: 'Take one of the two out, or give it another name.',
    };
  }
  const advice = explainSyntax(error, text);
  return {
    severity: 'error',
    code: `${code}-syntax`,
    what: advice?.what ?? `This is not valid YAML: ${sentence(error.message)}`,
    where: at(advice?.offset ?? offset),
    fix:
      advice?.fix ??
      'Check the indentation, and put quotes around texts that hold a colon or start with a special character.',
  };
}

interface Found {
  readonly code: YamlCode;
  readonly document: Document;
  readonly place: PlaceAt;
}

function issueProblems(issue: core.$ZodIssue, found: Found): Problem[] {
  const { code, document, place } = found;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => unknownKey(issue, key, found));
  }
  if (issue.code === 'invalid_union') return unionProblems(issue, found);
  if (isMissing(document, issue.path)) return [missing(issue, found)];
  return [
    {
      severity: 'error',
      code: `${code}-invalid`,
      what: `"${issue.path.join('.')}" is not right: ${sentence(issue.message)}`,
      where: placeOfPath(document, issue.path, place),
      fix: hint(issue).trim() || undefined,
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
  const under = parent.length > 0 ? ` under "${parent.join('.')}:"` : '';
  return {
    severity: 'error',
    code: `${code}-missing`,
    what: `"${issue.path.join('.')}" is missing.`,
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
  const guess = nearest(key, known);
  return {
    severity: 'error',
    code: `${code}-unknown-key`,
    what: `"${[...issue.path, key].join('.')}" is not a known setting.`,
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
  const advice = (issue as { params?: { fix?: string } }).params?.fix;
  return advice ? ` ${advice}` : '';
}

function sentence(text: string): string {
  const trimmed = text.trim().replace(/\.$/, '');
  return `${trimmed}.`;
}
