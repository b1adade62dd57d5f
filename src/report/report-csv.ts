import path from 'node:path';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import { withGuard } from '../guarded-cell.ts';
import { writeOwnCsv } from '../write-own-csv.ts';
import type { Table } from './tables.ts';

/**
 * A table as CSV, for a spreadsheet: with the mark by which Excel knows UTF-8, and with no cell that
 * it would run as a formula.
 */
export function tableCsv({ columns, rows }: Table): string {
  const cells = (row: readonly (string | number)[]) => row.map((cell) => withGuard(String(cell)));
  return stringify([columns, ...rows.map(cells)], { bom: true });
}

/**
 * Writes one file for each table to a folder that is there, and returns their names. Throws as
 * `writeOwnCsv` does for a file that is something else.
 */
export async function writeTables(folder: string, tables: readonly Table[]): Promise<string[]> {
  const names: string[] = [];
  for (const table of tables) {
    const name = `${table.name}.csv`;
    const firstLine = new RegExp(`^${table.columns.join(',')}$`);
    const kind = { firstLine, command: 'outcry report', option: '--csv' } as const;
    await writeOwnCsv(path.join(folder, name), Readable.from([tableCsv(table)]), { kind });
    names.push(name);
  }
  return names;
}
