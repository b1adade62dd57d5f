import { withoutGuard } from '../guarded-cell.ts';

/**
 * The columns that `outcry recipients --csv` writes beside a list's own: what became of each row in
 * an earlier campaign. They are no merge fields, and a list that has them is one of ours.
 */
export const OUTCRY_COLUMNS = ['outcry_state', 'outcry_reason', 'outcry_batch'] as const;

const NAMES: readonly string[] = OUTCRY_COLUMNS;

export function isOutcryColumn(name: string): boolean {
  return NAMES.includes(name.trim().toLowerCase());
}

/** Gives each row of a list of ours the cells that it had before it was made safe for spreadsheets. */
export function openUnguard<R extends { readonly cells: readonly string[] }>(
  columns: readonly { readonly name: string }[],
): (rows: R[]) => R[] {
  if (!columns.some(({ name }) => isOutcryColumn(name))) return (rows) => rows;
  return (rows) => rows.map((row) => ({ ...row, cells: row.cells.map(withoutGuard) }));
}
