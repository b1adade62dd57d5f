import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { withGuard } from '../guarded-cell.ts';
import { inChunks } from '../ledger/in-chunks.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ExportColumn, ExportRow } from './export-columns.ts';
import type { SignatureRow } from './signature-row.ts';

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What went out of an export, and what was kept back of the signatures that were asked for. */
export interface ExportCounts {
  exported: number;
  /** Signatures that count, of people who were erased. */
  erased: number;
  /** Comments that their signers have not agreed to show. */
  comments_kept_back: number;
  /** Addresses of those who have not agreed to further mail, or want no more of it. */
  addresses_kept_back: number;
}

export interface Export {
  /** In pieces that end with a line. */
  readonly stream: Readable;
  /** Right once the stream has ended. */
  readonly counts: ExportCounts;
}

interface Form {
  readonly columns: readonly ExportColumn[];
  readonly format: ExportFormat;
  /** Tells Excel that a CSV file is UTF-8. */
  readonly bom: boolean;
}

const CHUNK = 1000;

/**
 * Signatures as CSV or as NDJSON; held a thousand at a time. In CSV, what a spreadsheet would run as a
 * formula gets an apostrophe in front (OWASP, CSV injection).
 */
export function exportSignatures(
  rows: AsyncIterable<SignatureRow>,
  ledger: Pick<Ledger, 'suppressedAmong'>,
  form: Form,
): Export {
  const counts = { exported: 0, erased: 0, comments_kept_back: 0, addresses_kept_back: 0 };
  const counted = count(withSuppressions(withoutErased(rows, counts), ledger), form, counts);
  return { stream: streamOf(counted, form), counts };
}

async function* withoutErased(
  rows: AsyncIterable<SignatureRow>,
  counts: ExportCounts,
): AsyncGenerator<SignatureRow> {
  for await (const row of rows) {
    if (row.isErased) counts.erased += 1;
    else yield row;
  }
}

async function* withSuppressions(
  rows: AsyncIterable<SignatureRow>,
  ledger: Pick<Ledger, 'suppressedAmong'>,
): AsyncGenerator<ExportRow> {
  for await (const chunk of inChunks(rows, CHUNK)) {
    const suppressed = await ledger.suppressedAmong(chunk.map(({ email }) => email));
    for (const row of chunk) yield { ...row, isSuppressed: suppressed.has(row.email) };
  }
}

async function* count(
  rows: AsyncIterable<ExportRow>,
  { columns }: Form,
  counts: ExportCounts,
): AsyncGenerator<ExportRow> {
  const named = (name: string) => columns.find((column) => column.name === name)?.cell;
  const [comment, email] = [named('comment'), named('email')];
  for await (const row of rows) {
    counts.exported += 1;
    if (comment && row.comment !== '' && comment(row) === '') counts.comments_kept_back += 1;
    if (email?.(row) === '') counts.addresses_kept_back += 1;
    yield row;
  }
}

function streamOf(rows: AsyncIterable<ExportRow>, { columns, format, bom }: Form): Readable {
  if (format === 'ndjson') return Readable.from(toDocuments(rows, columns));
  const csv = stringify({ bom });
  const source = Readable.from(toRecords(rows, columns));
  source.on('error', (error) => csv.destroy(error));
  return source.pipe(csv);
}

async function* toRecords(
  rows: AsyncIterable<ExportRow>,
  columns: readonly ExportColumn[],
): AsyncGenerator<string[]> {
  yield columns.map(({ name }) => withGuard(name));
  for await (const row of rows) yield columns.map(({ cell }) => withGuard(cell(row)));
}

async function* toDocuments(
  rows: AsyncIterable<ExportRow>,
  columns: readonly ExportColumn[],
): AsyncGenerator<string> {
  for await (const row of rows) {
    const cells = columns.map(({ name, cell }) => [name, cell(row)] as const);
    yield `${JSON.stringify(Object.fromEntries(cells))}\n`;
  }
}
