import { readFile, stat } from 'node:fs/promises';
import type { Place, Problem } from '../problem.ts';
import type { Excerpt, ShownProblem } from './state.ts';

/** Lines before and after the one that is meant. */
const AROUND = 2;
/** A list may have millions of lines: it is not read again for the sake of one. */
const LARGEST = 4_000_000;
/** Longer lines are cut: a row of a list may be endless. */
const LONGEST_LINE = 2000;

/** Problems as the page shows them, each with the lines of the file that it is about. */
export async function showProblems(problems: readonly Problem[]): Promise<ShownProblem[]> {
  const files = new Map<string, Promise<readonly string[]>>();
  const linesOf = (file: string) => {
    const lines = files.get(file) ?? readLines(file);
    files.set(file, lines);
    return lines;
  };
  return Promise.all(
    problems.map(async ({ where, ...problem }) => ({
      ...problem,
      ...where,
      excerpt: where && excerptOf(where, await linesOf(where.file)),
    })),
  );
}

function excerptOf({ line }: Place, lines: readonly string[]): Excerpt | undefined {
  if (lines[line - 1] === undefined) return undefined;
  const first = Math.max(1, line - AROUND);
  return { first, lines: lines.slice(first - 1, line + AROUND).map(cut) };
}

function cut(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

/** None if the file cannot be read: what is wrong with it is then the problem itself. */
async function readLines(file: string): Promise<readonly string[]> {
  try {
    if ((await stat(file)).size > LARGEST) return [];
    return (await readFile(file, 'utf8')).replace(/\n$/, '').split(/\r\n?|\n/);
  } catch {
    return [];
  }
}
