import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { core, ZodType } from 'zod';
import type { Checked, Place, Problem } from './problem.ts';
import { issuesProblems, type YamlCode } from './yaml-issues.ts';
import { findFirstOfTwo, offsetsOf, type PlaceAt, placeOfPath } from './yaml-places.ts';
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
    problems: issuesProblems(issues, { code: input.code, document, place }),
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

/** What follows a mistake is read askew, so the first is told, and keys given twice before it. */
function syntaxProblems({ code, text }: YamlInput<unknown>, document: Document, at: PlaceAt) {
  const errors = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const first = errors.findIndex((error) => error.code !== 'DUPLICATE_KEY');
  return errors
    .slice(0, first < 0 ? errors.length : first + 1)
    .map((error) => syntaxProblem(code, error, document, text, at));
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
  const { what, fix, offset: start } = explainSyntax(error, text, code === 'front-matter');
  return { severity: 'error', code: `${code}-syntax`, what, where: at(start), fix };
}
