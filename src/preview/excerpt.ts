import { readFile, stat } from 'node:fs/promises';
import type { Place, Problem } from '../problem.ts';
import type { Excerpt, ShownProblem } from './state.ts';

/** Lines before and after the one that is meant. */
const AROUND = 2;
/** A list may have millions of lines: it is not read again for the sake of one. */
const LARGEST = 4_000_000;
/** Longer lines are cut: a row of a list may be endless, and the lines around are only context. */
const LONGEST = { meant: 2000, around: 160 };

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
  const shown = lines.slice(first - 1, line + AROUND);
  return { first, lines: shown.map((text, index) => cut(text, first + index === line)) };
}

function cut(text: string, isMeant: boolean): string {
  const longest = isMeant ? LONGEST.meant : LONGEST.around;
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
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
