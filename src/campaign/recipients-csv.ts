import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { OUTCRY_COLUMNS } from '../audience/outcry-columns.ts';
import { withGuard } from '../guarded-cell.ts';
import { type OwnCsv, writeOwnCsv } from '../write-own-csv.ts';
import type { ReportedRow } from './every-recipient.ts';

/**
 * Rows as CSV, in pieces: the address, the merge fields of the lists, and what became of each. What a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection), which is taken
 * off again where such a file is read as a list. `bom` tells Excel that it is UTF-8.
 */
export function recipientsCsv(
  fields: readonly string[],
  rows: AsyncIterable<ReportedRow>,
  { bom }: { readonly bom: boolean },
): Readable {
  const format = stringify({ bom });
  const source = Readable.from(toRecords(fields, rows));
  source.on('error', (error) => format.destroy(error));
  return source.pipe(format);
}

async function* toRecords(
  fields: readonly string[],
  rows: AsyncIterable<ReportedRow>,
): AsyncGenerator<string[]> {
  yield ['email', ...fields, ...OUTCRY_COLUMNS];
  for await (const { email, fields: own, state, reason, batch } of rows) {
    const cells = [email, ...fields.map((field) => own[field] ?? ''), state, reason];
    yield [...cells, String(batch ?? '')].map(withGuard);
  }
}

const KIND: OwnCsv = {
  firstLine: new RegExp(OUTCRY_COLUMNS[0]),
  command: 'outcry recipients',
  option: '--csv',
};

/** Writes them to a file; throws as `writeOwnCsv` does. */
export async function writeRecipients(
  file: string,
  csv: Readable,
  signal: AbortSignal,
): Promise<void> {
  await writeOwnCsv(file, csv, { kind: KIND, signal });
}
