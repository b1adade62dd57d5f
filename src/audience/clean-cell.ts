const CONTROL = /[\p{Cc}\u2028-\u202E\u2066-\u2069]/u;
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const OTHER_CONTROLS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** A merge field is a name, a town, an amount. More than this is a mistake in the list. */
export const MAX_CELL = 1000;

/**
 * A cell as it may stand in a letter: on one line, because it may stand in the subject. Line breaks
 * and tabs become a space; other control characters (U+0000 …) go, and those that would turn the
 * direction of the text around the cell (U+202A …, U+2066 …); white space around it goes.
 * All else stays as people typed it, its Unicode form too.
 */
export function cleanCell(cell: string): string {
  const trimmed = cell.trim();
  if (!CONTROL.test(trimmed)) return trimmed;
  return trimmed.replace(BREAKS, ' ').replace(OTHER_CONTROLS, '').trim();
}
