import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { OUTCRY_COLUMNS } from '../audience/outcry-columns.ts';
import { EXIT, OutcryError, systemCode } from '../errors.ts';
import { withGuard } from '../guarded-cell.ts';
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

/**
 * Writes them to a file, which is there whole or not at all: half of a list of those to leave out
 * would have the other half mailed. Throws an OutcryError for a file that something else has written,
 * such as a list itself, and what the system throws.
 */
export async function writeRecipients(
  file: string,
  csv: Readable,
  signal: AbortSignal,
): Promise<void> {
  await refuseForeign(file);
  const part = `${file}.part`;
  try {
    await pipeline(csv, createWriteStream(part), { signal });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function refuseForeign(file: string): Promise<void> {
  const head = await readHead(file);
  const [first = ''] = head.split(/[\r\n]/);
  if (first === '' || first.includes(OUTCRY_COLUMNS[0])) return;
  throw new OutcryError({
    code: 'file-foreign',
    what: `${file} is there already, and is no list that "outcry recipients" wrote: nothing was written over it.`,
    fix: 'Name another file after --csv.',
    exit: EXIT.usage,
  });
}

const HEAD_BYTES = 64 * 1024;

/** Empty where there is no file. */
async function readHead(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(HEAD_BYTES) });
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  }
}
