import { mergeFieldOf } from './merge-fields.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** How a list begins. */
export interface Head {
  readonly delimiter: string;
  /** The header as it stands. */
  readonly header: string;
  /** The line on which what follows `skipped` begins. */
  readonly line: number;
  /** Bytes of Excel's line `sep=;`, which is no row. */
  readonly skipped: number;
}

/** What the first piece of a list tells. Excel pads its `sep=` line when it saves a list again. */
export function readHead(text: string): Head {
  const [line = '', separator] = /^"?sep=(.)"?[,;\t|]*(?:\r\n|\n|\r)/i.exec(text) ?? [];
  const header = firstRow(text.slice(line.length));
  return {
    delimiter: separator ?? findDelimiter(header),
    header,
    line: separator === undefined ? 1 : 2,
    skipped: Buffer.byteLength(line),
  };
}

/**
 * The delimiter that makes a column of addresses, and of those the one that the header uses most
 * outside of quotation marks; the comma if none.
 */
function findDelimiter(header: string): string {
  const unquoted = header.replace(/"([^"]*)"/g, (_, name: string) => name.replace(/[,;\t|]/g, ' '));
  const uses = DELIMITERS.map((delimiter) => {
    const cells = unquoted.split(delimiter);
    const hasEmail = cells.some((cell) => mergeFieldOf(cell) === 'email');
    return (cells.length > 1 ? cells.length : 0) + (hasEmail && cells.length > 1 ? 1e6 : 0);
  });
  return DELIMITERS[uses.indexOf(Math.max(...uses))] ?? ',';
}

/** The first row that is not blank, as it stands: up to the first line break outside of quotation marks. */
function firstRow(text: string): string {
  return /^(?:"[^"]*"|[^"\r\n])+/.exec(text.replace(/^[\r\n]*/, ''))?.[0] ?? '';
}
