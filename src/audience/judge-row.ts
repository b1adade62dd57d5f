import type { Code } from '../codes.ts';
import { formatCount } from '../format-count.ts';
import type { Skipped, Supporter } from '../ledger/ledger.ts';
import type { Fields } from '../terms.ts';
import { explainAddress, normaliseAddress } from './address.ts';
import { cleanCell, MAX_CELL } from './clean-cell.ts';
import type { ListHeader } from './list-header.ts';
import type { Row } from './read-rows.ts';

/** A row that cannot become a recipient, and all that `lists check` says about it. */
export interface Refused extends Skipped {
  readonly code: Code;
  /** Index of the cell that is at fault. */
  readonly cell: number;
  readonly fix: string;
}

export type Verdict = Supporter | Refused;

/**
 * A row as a supporter, or why it is refused. Cells that are missing at its end are taken as empty
 * (Excel leaves them out when it saves); cells past the last column mean that the row has slipped,
 * and it is refused.
 */
export function judgeRow(header: ListHeader, row: Row): Verdict {
  const typed = row.cells[header.emailIndex] ?? '';
  if (hasSurplus(header, row)) return refuse(header, row, surplus(header, row));
  const email = normaliseAddress(typed);
  if (email === undefined) return refuse(header, row, badAddress(header, typed));
  const long = header.mergeCells.find(({ index }) => isLong(row.cells[index] ?? ''));
  if (long !== undefined) return refuse(header, row, longCell(header, long.index));
  return { email, fields: fieldsOf(header, row.cells), file: header.file, line: row.line };
}

/** The merge fields of a row but for the address, which stands beside them as `email`. */
export function fieldsOf(header: ListHeader, cells: readonly string[]): Fields {
  const fields: Record<string, string> = {};
  for (const { field, index } of header.mergeCells) fields[field] = cleanCell(cells[index] ?? '');
  return fields;
}

type Fault = Pick<Refused, 'code' | 'cell' | 'detail' | 'fix'>;

function refuse({ file, emailIndex }: ListHeader, { line, cells }: Row, fault: Fault): Refused {
  return { file, line, email: cells[emailIndex] ?? '', reason: 'invalid', ...fault };
}

function hasSurplus({ columns }: ListHeader, { cells }: Row): boolean {
  return cells.length > columns.length && cells.slice(columns.length).some((cell) => cell.trim());
}

function surplus({ columns }: ListHeader, { cells }: Row): Fault {
  return {
    code: 'list-surplus-cells',
    cell: columns.length,
    detail: `the row has ${cells.length} cells, but the list has ${columns.length} columns`,
    fix: 'A cell that holds the delimiter must stand in quotation marks.',
  };
}

function badAddress({ emailIndex }: ListHeader, typed: string): Fault {
  const isEmpty = cleanCell(typed) === '';
  return {
    code: isEmpty ? 'list-no-address' : 'list-bad-address',
    cell: emailIndex,
    detail: isEmpty ? 'the row has no address' : `the address ${explainAddress(typed)}`,
    fix: isEmpty ? 'Fill it in, or delete the row.' : 'Correct it, or delete the row.',
  };
}

function isLong(cell: string): boolean {
  return cell.length > MAX_CELL && cell.trim().length > MAX_CELL;
}

function longCell({ columns }: ListHeader, index: number): Fault {
  return {
    code: 'list-long-cell',
    cell: index,
    detail: `the cell "${columns[index]?.name}" is longer than ${formatCount(MAX_CELL)} characters`,
    fix: 'Shorten it; if it has swallowed other rows, a quotation mark is missing.',
  };
}
