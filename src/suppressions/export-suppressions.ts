import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { withGuard } from '../guarded-cell.ts';
import type { Ledger, Suppression, SuppressionReason } from '../ledger/ledger.ts';
import { type OwnCsv, writeOwnCsv } from '../write-own-csv.ts';

const PAGE = 500;

/** All suppressions, or those of one reason, the newest first; held a page at a time. */
export async function* everySuppression(
  ledger: Pick<Ledger, 'listSuppressions'>,
  reason?: SuppressionReason,
): AsyncGenerator<Suppression> {
  for (let after: Suppression | undefined; ; ) {
    const page = await ledger.listSuppressions({ reason, limit: PAGE, after });
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}

const COLUMNS = ['email', 'reason', 'at', 'campaign', 'detail'];

/**
 * The same as CSV with the columns email, reason, at (ISO 8601), campaign and detail, in pieces that
 * end with a line. Cells that a spreadsheet would run as a formula get an apostrophe in front (OWASP,
 * CSV injection); `import` takes it off again. `bom` tells Excel that it is UTF-8.
 */
export function suppressionsCsv(
  suppressions: AsyncIterable<Suppression>,
  { bom }: { readonly bom: boolean },
): Readable {
  const format = stringify({ bom });
  const source = Readable.from(toRecords(suppressions));
  source.on('error', (error) => format.destroy(error));
  return source.pipe(format);
}

async function* toRecords(suppressions: AsyncIterable<Suppression>): AsyncGenerator<string[]> {
  yield COLUMNS;
  for await (const { email, reason, at, campaign = '', detail } of suppressions) {
    yield [email, reason, new Date(at).toISOString(), campaign, detail].map(withGuard);
  }
}

const KIND: OwnCsv = {
  firstLine: new RegExp(`^${COLUMNS}$`),
  command: 'outcry suppressions export',
  option: '--csv',
};

/** Writes it to a file; throws as `writeOwnCsv` does. */
export async function writeSuppressions(
  file: string,
  suppressions: AsyncIterable<Suppression>,
  signal: AbortSignal,
): Promise<void> {
  await writeOwnCsv(file, suppressionsCsv(suppressions, { bom: true }), { kind: KIND, signal });
}
