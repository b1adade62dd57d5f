import { CsvError, Parser } from 'csv-parse';
import type { Problem } from '../problem.ts';
import { type Head, readHead } from './delimiter.ts';
import { openQuote } from './list-errors.ts';
import { readChunks } from './read-chunks.ts';

/** A row is refused as endless past this many bytes: an unclosed quotation mark must not eat the file. */
const MAX_ROW = 256 * 1024;

export interface Row {
  /** The line of the file on which the row begins. */
  readonly line: number;
  readonly cells: readonly string[];
  /** The row as it stands; of the header and when asked for, else empty. */
  readonly raw: string;
}

/** Rows that were read together, the header being the first of all. Never empty. */
export interface Rows {
  readonly delimiter: string;
  readonly rows: Row[];
}

interface Options {
  /** Keep each row's text (costs about 0.4 µs a row). */
  readonly raw?: boolean | undefined;
  /** Hears of what was guessed: the encoding. */
  readonly onWarning?: ((problem: Problem) => void) | undefined;
}

/**
 * The rows of a CSV file that hold anything, header included, in pieces of about 64 KB. The delimiter
 * is found from the header, or from Excel's line `sep=;` above it. Throws OutcryError for a file that
 * cannot be read, is no text or has a row without an end.
 *
 * Records are taken from the parser as soon as a piece is written to it: what stood before a mistake
 * is then known, and so is the mistake's line. (The parser's own line counter takes a quoted CRLF for
 * two lines, and asking it costs 2 µs a row.)
 */
export async function* readRows(
  file: string,
  { raw = false, onWarning }: Options = {},
): AsyncGenerator<Rows> {
  let taker: RowTaker | undefined;
  for await (const chunk of readChunks(file, onWarning)) {
    const head = taker === undefined ? readHead(chunk.toString('utf8')) : undefined;
    if (head !== undefined) taker = new RowTaker(file, head, raw);
    const rows = chunk.subarray(head?.skipped ?? 0);
    if (taker !== undefined) yield* taker.take((parser, done) => parser.write(rows, done));
  }
  if (taker !== undefined) yield* taker.take((parser, done) => parser.end(done));
}

type Feed = (parser: Parser, done: (error?: Error | null) => void) => void;

/** Feeds the parser and counts lines. */
class RowTaker {
  readonly #file: string;
  readonly #delimiter: string;
  readonly #parser: RecordParser;
  #headerText: string | undefined;
  #line: number;

  constructor(file: string, head: Head, raw: boolean) {
    this.#file = file;
    this.#headerText = head.header;
    this.#delimiter = head.delimiter;
    this.#line = head.line;
    this.#parser = openParser(this.#delimiter, raw);
  }

  async *take(feed: Feed): AsyncGenerator<Rows> {
    const fed = new Promise<unknown>((resolve) => feed(this.#parser, resolve));
    const rows = this.#rows();
    if (rows.length > 0) yield { delimiter: this.#delimiter, rows };
    const error = await fed;
    // The only errors that its options leave: the file, or MAX_ROW, ends inside a quoted cell.
    if (error instanceof CsvError) throw openQuote(this.#file, this.#line, error);
    if (error) throw error;
  }

  #rows(): Row[] {
    const rows: Row[] = [];
    for (const record of this.#parser.records.splice(0)) {
      const { record: cells, raw } = Array.isArray(record) ? { record, raw: '' } : record;
      const line = this.#line;
      this.#line += 1 + breaksIn(cells);
      if (cells.every(isBlank)) continue;
      rows.push({ line, cells, raw: this.#headerText ?? raw });
      this.#headerText = undefined;
    }
    return rows;
  }
}

/** The second form is what the option `raw` gives. */
type CsvRecord = string[] | { record: string[]; raw: string };

/**
 * Keeps its records in an array. A stream's own buffer is a linked list: its links, long read, keep
 * those after them from being collected young, and so every row stayed until the next full collection.
 */
class RecordParser extends Parser {
  readonly records: CsvRecord[] = [];

  override push(record: CsvRecord | null): boolean {
    if (record !== null) this.records.push(record);
    return true;
  }
}

function openParser(delimiter: string, raw: boolean): RecordParser {
  const parser = new RecordParser({
    delimiter,
    ltrim: true,
    max_record_size: MAX_ROW,
    raw,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
  });
  // Its errors come back from write and end; without a listener they would end the process as well.
  return parser.on('error', () => {});
}

function isBlank(cell: string): boolean {
  return cell === '' || cell.trim() === '';
}

/** Line breaks inside quoted cells. */
function breaksIn(cells: readonly string[]): number {
  let breaks = 0;
  for (const cell of cells) {
    if (/[\r\n]/.test(cell)) breaks += cell.split(/\r\n|\r|\n/).length - 1;
  }
  return breaks;
}

/** The rows of pieces, one by one. */
export async function* rowsOf(pieces: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
  for await (const rows of pieces) yield* rows;
}
