import type { Code } from './codes.ts';
/**
 * A place in a file that staff can open. Lines and columns count from 1; columns and `length` are in
 * UTF-16 units, as editors count them.
 */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length?: number | undefined;
}

/**
 * The one form of every complaint: front matter, citations, Handlebars, MJML, lists, configuration.
 * `what` happened, `where`, and what to do (`fix`), each a full sentence.
 */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: Code;
  readonly what: string;
  readonly where?: Place | undefined;
  readonly fix?: string | undefined;
}

/** Either a value, or the errors that kept it from being made; warnings may come with both. */
export interface Checked<T> {
  readonly value?: T | undefined;
  readonly problems: readonly Problem[];
}

export function isError(problem: Problem): boolean {
  return problem.severity === 'error';
}

/** Sorted by file, line, column; those without a place first. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      (a.where?.file ?? '').localeCompare(b.where?.file ?? '') ||
      (a.where?.line ?? 0) - (b.where?.line ?? 0) ||
      (a.where?.column ?? 0) - (b.where?.column ?? 0),
  );
}

/** Each once: what is wrong with what editions share is found in each of them. */
export function distinctProblems(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/** The place at a character offset of a text. */
export function placeAt(file: string, text: string, offset: number, length?: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { file, line: before.split('\n').length, column: offset - lineStart + 1, length };
}
