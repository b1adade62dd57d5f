import { stripVTControlCharacters } from 'node:util';
import type { Io } from './io.ts';

/** A command is copied from the terminal: it stays on one line, as far as Outcry breaks lines. */
const COMMAND = /\boutcry(?: (?!and\b)(?:"[^"]*"|[^\s;,()"]+))+/g;
/** A line of a file with its number, and the marks below it. */
const EXCERPT = /^\s*\d* \|/;
/** The longest label of a summary, with its gap. */
const LABEL = 16;
const GLUE = '\u00a0';

/** A result for people, in lines that fit their terminal. */
export function sayOut(text: string, io: Io): void {
  io.out(fitLines(text, io.outColumns));
}

/** The same for what is said besides the result. */
export function sayErr(text: string, io: Io): void {
  io.err(fitLines(text, io.screen?.columns));
}

/**
 * Breaks long lines at spaces for a terminal of so many columns; what goes on stands under the column
 * in which it began. Without columns, where nobody looks at it, all stays as it is.
 */
export function fitLines(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  const lines = text.split('\n').flatMap((line) => fitLine(line, columns));
  return lines.join('\n');
}

function fitLine(line: string, columns: number): string[] {
  const plain = stripVTControlCharacters(line);
  if (plain.length <= columns || EXCERPT.test(plain)) return [line];
  const indent = indentOf(plain, columns);
  const words = line.replace(COMMAND, (command) => command.replaceAll(' ', GLUE)).split(' ');
  const lines: string[] = [];
  let current = '';
  for (const [index, word] of words.entries()) {
    const next = index === 0 ? word : `${current} ${word}`;
    if (widthOf(next) > columns && current.trim() !== '' && word !== '') {
      lines.push(current.trimEnd());
      current = ' '.repeat(indent) + word;
    } else current = next;
  }
  return [...lines, current].map((one) => one.replaceAll(GLUE, ' '));
}

/** Where the value after a label begins, or the last cell of a table's line, unless that is too far right. */
function indentOf(line: string, columns: number): number {
  const lead = line.length - line.trimStart().length;
  const before = lead === 0 ? /^\S.*?\s{2,}(?=\S)/ : /^.*\S\s{2,}(?=\S)/;
  const most = lead === 0 ? LABEL : Math.floor(columns / 2);
  const column = before.exec(line)?.[0].length ?? lead;
  return column <= most ? column : Math.min(lead + 2, most);
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}
