import type { Checked, Problem } from '../problem.ts';
import { placeOfCell } from './cell-place.ts';
import { mergeFieldOf, RESERVED_FIELDS } from './merge-fields.ts';
import type { Row } from './read-rows.ts';

export interface Column {
  /** As it stands in the list. */
  readonly name: string;
  /** Undefined for a column without a name: its cells are not used. */
  readonly field: string | undefined;
}

/** What the first row of a list says. */
export interface ListHeader {
  readonly file: string;
  readonly line: number;
  readonly delimiter: string;
  readonly columns: readonly Column[];
  /** The merge fields that the list offers, in its order, `email` among them. */
  readonly fields: readonly string[];
  /** Index of the column that holds the addresses. */
  readonly emailIndex: number;
  /** Where each merge field but `email` stands in a row. */
  readonly mergeCells: readonly { readonly field: string; readonly index: number }[];
}

/** The columns and the merge fields that they become; errors are all that is wrong with them. */
export function parseHeader(file: string, delimiter: string, row: Row): Checked<ListHeader> {
  const columns = row.cells.map((cell) => ({ name: cell.trim(), field: mergeFieldOf(cell) }));
  const cells = columns.flatMap(({ field }, index) =>
    field === undefined ? [] : { field, index },
  );
  const header: ListHeader = {
    file,
    line: row.line,
    delimiter,
    columns,
    fields: cells.map(({ field }) => field),
    emailIndex: columns.findIndex(({ field }) => field === 'email'),
    mergeCells: cells.filter(({ field }) => field !== 'email'),
  };
  const problems = [...missingEmail(header), ...doubles(header, row), ...reserved(header, row)];
  return problems.length === 0 ? { value: header, problems } : { problems };
}

function missingEmail({ file, line, columns, emailIndex }: ListHeader): Problem[] {
  if (emailIndex >= 0) return [];
  const names = columns.map(({ name }) => (name === '' ? '(no name)' : `"${name.slice(0, 40)}"`));
  const where = { file, line, column: 1 };
  const code = 'list-no-email-column';
  if (columns.some(({ name }) => name.includes('@'))) {
    const what =
      'The list begins with an address: the row with the names of the columns is missing.';
    const fix = 'Put a first row above it with a name for each column, such as: email,first_name';
    return [{ severity: 'error', code, what, where, fix }];
  }
  const what = `The list has no column for the e-mail addresses. Its columns are: ${names.slice(0, 30).join(', ')}.`;
  const fix = 'Name the column that holds the addresses "email".';
  return [{ severity: 'error', code, what, where, fix }];
}

function doubles(header: ListHeader, row: Row): Problem[] {
  return header.columns.flatMap(({ name, field }, index) => {
    const first = header.columns.findIndex((other) => other.field === field);
    if (field === undefined || first === index) return [];
    return {
      severity: 'error',
      code: 'list-double-column',
      what: `The columns "${header.columns[first]?.name}" and "${name}" would both be the merge field "${field}".`,
      where: placeOfCell(header, row, index),
      fix: 'Rename one of them, or delete it.',
    } satisfies Problem;
  });
}

function reserved(header: ListHeader, row: Row): Problem[] {
  return header.columns.flatMap(({ name, field = '' }, index) => {
    if (!RESERVED_FIELDS.includes(field)) return [];
    return {
      severity: 'error',
      code: 'list-reserved-column',
      what: `The column "${name}" would be the merge field "${field}", which is each recipient's own link.`,
      where: placeOfCell(header, row, index),
      fix: 'Rename the column, or delete it.',
    } satisfies Problem;
  });
}
