import type { Place } from '../problem.ts';
import type { Row } from './read-rows.ts';

/** Where a cell of a row begins. Without the row's raw text, the place is the row's beginning. */
export function placeOfCell(
  { file, delimiter }: { readonly file: string; readonly delimiter: string },
  { line, raw }: Row,
  index: number,
): Place {
  const before = raw.slice(0, startOfCell(raw, delimiter, index)).split(/\r\n|\r|\n/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  return { file, line: line + before.length - 1, column };
}

function startOfCell(raw: string, delimiter: string, index: number): number {
  let isQuoted = false;
  let cell = 0;
  for (let at = 0; at < raw.length; at++) {
    if (cell === index) return at;
    if (raw[at] === '"') isQuoted = !isQuoted;
    if (raw[at] === delimiter && !isQuoted) cell++;
  }
  return cell === index ? raw.trimEnd().length : 0;
}
