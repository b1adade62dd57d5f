import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { EXIT, OutcryError, systemCode } from '../errors.ts';
import { type OwnCsv, writeOwnCsv } from '../write-own-csv.ts';
import type { ColumnChoices } from './column-choices.ts';
import type { Refused } from './judge-row.ts';
import { mendableProblems } from './list-errors.ts';
import type { Column, ListHeader } from './list-header.ts';
import { readHeader } from './open-list.ts';
import type { Row } from './read-rows.ts';

/** A refused row with its cells as they stand in the list. */
export interface Reject {
  readonly header: ListHeader;
  readonly row: Row;
  readonly refused: Refused;
}

interface Options {
  readonly columns?: ColumnChoices | undefined;
  /** Further lists that must not be written over. */
  readonly others?: readonly string[] | undefined;
}

/**
 * Writes the refused rows of these lists as CSV: every column that the lists have (the same merge
 * field is the same column), and last the reason with its place. Cells that a spreadsheet would run
 * as a formula get an apostrophe in front (OWASP, CSV injection); a byte order mark tells Excel that
 * it is UTF-8. Throws OutcryError if the file is one of the lists, is there and holds no refused
 * rows, or cannot be written.
 */
export async function writeRejects(
  file: string,
  lists: readonly string[],
  rejects: AsyncIterable<Reject>,
  { columns: choices, others = [] }: Options = {},
): Promise<void> {
  if ([...lists, ...others].some((list) => resolve(list) === resolve(file))) {
    throw wouldOverwrite(file);
  }
  const columns = await columnsOf(lists, choices);
  const format = stringify({ bom: true, escape_formulas: true });
  try {
    const csv = Readable.from(toRecords(columns, rejects));
    csv.on('error', (error) => format.destroy(error));
    await writeOwnCsv(file, csv.pipe(format), { kind: KIND });
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

const KIND: OwnCsv = {
  firstLine: /(^|,)reason$/,
  command: '--rejects',
  option: '--rejects',
};

/** The columns of all lists by what makes them the same, with their names. */
async function columnsOf(
  lists: readonly string[],
  choices: ColumnChoices | undefined,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const list of lists) {
    for (const [index, column] of (await columnsOfList(list, choices)).entries()) {
      const key = keyOf(column, index);
      names.set(key, names.get(key) ?? column.name);
    }
  }
  return names;
}

/** None if the list has a fault that its check tells. */
async function columnsOfList(
  list: string,
  columns: ColumnChoices | undefined,
): Promise<readonly Column[]> {
  try {
    return (await readHeader(list, { columns })).value?.columns ?? [];
  } catch (error) {
    mendableProblems(error);
    return [];
  }
}

async function* toRecords(
  columns: ReadonlyMap<string, string>,
  rejects: AsyncIterable<Reject>,
): AsyncGenerator<string[]> {
  const keys = [...columns.keys()];
  yield [...columns.values(), 'reason'];
  for await (const reject of rejects) yield [...cellsOf(reject, keys), reasonOf(reject)];
}

function cellsOf({ header, row }: Reject, keys: readonly string[]): string[] {
  const last = header.columns.length - 1;
  const cells = [...row.cells.slice(0, last), row.cells.slice(last).join(header.delimiter)];
  const indexes = new Map(header.columns.map((column, index) => [keyOf(column, index), index]));
  return keys.map((key) => cells[indexes.get(key) ?? -1] ?? '');
}

function keyOf({ field }: Column, index: number): string {
  return field ?? `column ${index + 1}`;
}

function reasonOf({ refused }: Reject): string {
  return `${refused.file}:${refused.line}: ${refused.detail}`;
}

function wouldOverwrite(file: string): OutcryError {
  return new OutcryError({
    code: 'rejects-is-list',
    what: `The refused rows cannot be written to ${file}: it is the list itself.`,
    fix: 'Name another file after --rejects.',
    exit: EXIT.usage,
  });
}

function cannotWrite(file: string, error: unknown): unknown {
  const code = systemCode(error);
  if (error instanceof OutcryError || code === undefined) return error;
  return new OutcryError({
    code: 'rejects-unwritable',
    what: `The refused rows could not be written to ${file} (${code}).`,
    fix: 'Name a file in a folder that exists and that you may write to.',
    exit: EXIT.environment,
    cause: error,
  });
}
