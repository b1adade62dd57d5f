import { OutcryError } from '../errors.ts';
import { type Checked, isError, type Problem } from '../problem.ts';
import { type ColumnChoices, NO_CHOICES } from './column-choices.ts';
import { emptyList } from './list-errors.ts';
import { type ListHeader, parseHeader } from './list-header.ts';
import { openUnguard } from './outcry-columns.ts';
import { type Row, readRows } from './read-rows.ts';

export interface OpenList {
  readonly header: ListHeader;
  /** The rows after the header, in pieces. Throws OutcryError `list-empty` if there are none. */
  readonly pieces: AsyncIterable<Row[]>;
}

export interface OpenOptions {
  /** Keep each row's text. */
  readonly raw?: boolean | undefined;
  /** Which columns are wanted for which merge fields, where their names do not tell. */
  readonly columns?: ColumnChoices | undefined;
  /** Hears of what was guessed: the encoding, which of two columns is meant. */
  readonly onWarning?: ((problem: Problem) => void) | undefined;
}

/**
 * The columns of a list and the merge fields that they become. What is wrong with them comes as
 * problems; throws OutcryError for a file that cannot be read or holds nothing.
 */
export async function readHeader(
  file: string,
  { columns = NO_CHOICES }: Pick<OpenOptions, 'columns'> = {},
): Promise<Checked<ListHeader>> {
  for await (const { delimiter, rows } of readRows(file)) {
    const [first] = rows;
    if (first !== undefined) return parseHeader(file, delimiter, first, columns);
  }
  throw emptyList(file);
}

/** Opens a list whose header is as it must be; else throws OutcryError with every problem of it. */
export async function openList(file: string, options: OpenOptions = {}): Promise<OpenList> {
  const source = readRows(file, options);
  try {
    const { value } = await source.next();
    const [first, ...rest] = value?.rows ?? [];
    if (first === undefined) throw emptyList(file);
    const checked = parseHeader(file, value.delimiter, first, options.columns ?? NO_CHOICES);
    const header = headerOrThrow(checked);
    for (const warning of checked.problems) options.onWarning?.(warning);
    const unguard = openUnguard<Row>(header.columns);
    return { header, pieces: remaining(file, rest, source, unguard) };
  } catch (error) {
    await source.return(undefined);
    throw error;
  }
}

async function* remaining(
  file: string,
  rest: Row[],
  source: AsyncIterable<{ rows: Row[] }>,
  unguard: (rows: Row[]) => Row[],
): AsyncGenerator<Row[]> {
  let isEmpty = rest.length === 0;
  if (!isEmpty) yield unguard(rest);
  for await (const { rows } of source) {
    isEmpty = false;
    yield unguard(rows);
  }
  if (isEmpty) throw emptyList(file);
}

function headerOrThrow({ value, problems }: Checked<ListHeader>): ListHeader {
  const first = problems.find(isError);
  if (value !== undefined) return value;
  if (first === undefined) throw new Error('A header without a value must have a problem.');
  throw new OutcryError({ ...first, problems });
}
