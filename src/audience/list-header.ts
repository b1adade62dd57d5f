import { type Checked, isError, type Problem } from '../problem.ts';
import { type Assignment, assignFields } from './assign-fields.ts';
import { placeOfCell } from './cell-place.ts';
import type { ColumnChoices } from './column-choices.ts';
import { RESERVED_FIELDS } from './merge-fields.ts';
import type { Row } from './read-rows.ts';

export interface Column {
  /** As it stands in the list. */
  readonly name: string;
  /** Undefined for a column without a name, or whose field another one has: it is not used. */
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
export function parseHeader(
  file: string,
  delimiter: string,
  row: Row,
  choices: ColumnChoices,
): Checked<ListHeader> {
  const names = row.cells.map((cell) => cell.trim());
  const assignment = assignFields(names, choices);
  const columns = names.map((name, index) => ({ name, field: assignment.fields[index] }));
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
  const problems = [
    ...missingEmail(header),
    ...doubles(header, row, assignment),
    ...similar(header, row, assignment),
    ...reserved(header, row),
  ];
  return problems.some(isError) ? { problems } : { value: header, problems };
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
  const fix =
    'Name the column that holds the addresses "email", or say which it is: --columns email=NAME';
  return [{ severity: 'error', code, what, where, fix }];
}

function doubles(header: ListHeader, row: Row, { doubles }: Assignment): Problem[] {
  return doubles.map(({ field, first, second }) => ({
    severity: 'error',
    code: 'list-double-column',
    what: `The columns "${header.columns[first]?.name}" and "${header.columns[second]?.name}" would both be the merge field "${field}".`,
    where: placeOfCell(header, row, second),
    fix: `Rename one of them, delete it, or say which it is by its number: --columns ${field}=${first + 1}`,
  }));
}

function similar(header: ListHeader, row: Row, { passedOver }: Assignment): Problem[] {
  return passedOver.map(({ field, first, second }) => {
    const [taken, other] = [header.columns[first], header.columns[second]];
    const fate = other?.field === undefined ? 'is not used' : `is {{${other.field}}}`;
    return {
      severity: 'warning',
      code: 'list-similar-columns',
      what: `The columns "${taken?.name}" and "${other?.name}" both look like "${field}": the first is taken, and "${other?.name}" ${fate}.`,
      where: placeOfCell(header, row, second),
      fix: `If it is the other way round, add: --columns ${field}=${/[\s"']/.test(other?.name ?? '') ? `"${other?.name}"` : other?.name}`,
    };
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
