import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import pc from 'picocolors';
import { formatCount } from '../format-count.ts';
import { isError, type Place, type Problem } from '../problem.ts';

export type Colours = ReturnType<typeof pc.createColors>;

/** Colours only on a terminal, and not if NO_COLOR is set (https://no-color.org). */
export function coloursFor(
  isTerminal: boolean,
  env: Readonly<Record<string, string | undefined>>,
): Colours {
  return pc.createColors(isTerminal && !env.NO_COLOR && env.TERM !== 'dumb');
}

/** Problems as people read them: what happened, where, what to do; and the lines themselves. */
export function presentProblems(problems: readonly Problem[], colours: Colours): string {
  return problems.map((problem) => presentProblem(problem, colours)).join('\n\n');
}

function presentProblem({ severity, code, what, where, fix }: Problem, c: Colours): string {
  const label = severity === 'error' ? c.red('error') : c.yellow('warning');
  const place = where ? `${c.bold(`${where.file}:${where.line}:${where.column}`)}  ` : '';
  const lines = [`${place}${label}  ${what}  ${c.dim(`[${code}]`)}`];
  const excerpt = where && excerptOf(where, c);
  if (excerpt) lines.push(excerpt);
  if (fix) lines.push(...fix.split('\n').map((line) => `   ${line}`));
  return lines.join('\n');
}

/** The line that a place names, with what is meant underlined. */
function excerptOf({ file, line, column, length = 1 }: Place, c: Colours): string | undefined {
  const text = readLine(file, line);
  if (text === undefined || text.trim() === '') return undefined;
  const start = Math.max(0, column - 60);
  const shown = text.slice(start, start + 100).replaceAll('\t', ' ');
  const at = column - 1 - start;
  const gutter = `${line}`.padStart(5);
  const marks = '^'.repeat(Math.max(1, Math.min(length, shown.length - at)));
  return `${c.dim(`${gutter} |`)} ${shown}\n${c.dim('      |')} ${' '.repeat(Math.max(0, at))}${c.red(marks)}`;
}

/** A list may have millions of lines: it is not read again for the sake of one. */
const LARGEST_EXCERPTED = 4_000_000;

function readLine(file: string, line: number): string | undefined {
  try {
    if (statSync(file).size > LARGEST_EXCERPTED) return undefined;
    const bytes = readFileSync(file);
    // An excerpt of a list in another encoding would be garbled.
    return isUtf8(bytes) ? bytes.toString('utf8').split(/\r\n?|\n/)[line - 1] : undefined;
  } catch {
    return undefined;
  }
}

/** "2 errors and 1 warning" */
export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(isError).length;
  const warnings = problems.length - errors;
  const parts = [
    errors > 0 ? plural(errors, 'error') : '',
    warnings > 0 ? plural(warnings, 'warning') : '',
  ].filter(Boolean);
  return parts.join(' and ') || 'no problems';
}

/** `1 error`, `2 errors`, `1,000 errors` */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : many}`;
}

/** A problem as `--json` gives it (README: the place is spread out). */
export function problemJson({ severity, code, what, where, fix }: Problem) {
  return {
    severity,
    code,
    what,
    file: where?.file ?? null,
    line: where?.line ?? null,
    column: where?.column ?? null,
    fix: fix ?? null,
  };
}
