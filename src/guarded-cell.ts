/** What a spreadsheet would run as a formula (OWASP, CSV injection), also in its full width. */
const FORMULA = '[=+\\-@\\t\\r\\n\\uff1d\\uff0b\\uff0d\\uff20]';
const RUNS = new RegExp(`^'*${FORMULA}`);
const GUARDED = new RegExp(`^'+${FORMULA}`);

/**
 * A cell that no spreadsheet runs as a formula: one that would be has an apostrophe in front. So has
 * one that only looks as if it had been guarded: `withoutGuard` gives back what there was.
 */
export function withGuard(cell: string): string {
  return RUNS.test(cell) ? `'${cell}` : cell;
}

/** A cell as it was before it was made safe for spreadsheets. */
export function withoutGuard(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}
