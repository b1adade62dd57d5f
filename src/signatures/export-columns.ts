import { EXIT, OutcryError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import { mayBeShown } from './agreed-to.ts';
import type { SignatureBook } from './every-signature.ts';
import { fieldsOfSigners } from './signature-columns.ts';
import { listCell, SIGNATURE_CELLS, type SignatureRow } from './signature-row.ts';

/** A signature, and whether its address must not be mailed. */
export interface ExportRow extends SignatureRow {
  readonly isSuppressed: boolean;
}

/** A column of an export. */
export interface ExportColumn {
  readonly name: string;
  readonly cell: (row: ExportRow) => string;
}

/** What signers lend to a petition: their names, their places, and the words that they let be shown. */
export const USUAL_COLUMNS = [
  'number',
  'signed_at',
  'first_name',
  'last_name',
  'postcode',
  'country',
  'comment',
] as const;

/** No `domain`, `address_hash` or `network`: with these somebody can be found out. */
const UNCHANGED = [
  'number',
  'first_name',
  'last_name',
  'postcode',
  'country',
  'consents',
  'campaign',
  'shared_by',
];

const CELLS: Readonly<Record<string, ExportColumn['cell']>> = {
  ...Object.fromEntries(UNCHANGED.map((name) => [name, SIGNATURE_CELLS[name] ?? listCell(name)])),
  signed_at: ({ at }) => new Date(at).toISOString(),
  comment: shownComment,
  email: mailableAddress,
};

/** A comment is for other eyes only where its signer has agreed to that. */
function shownComment(row: Pick<SignatureRow, 'comment' | 'consents'>): string {
  return mayBeShown(row) ? row.comment : '';
}

/**
 * Her address only proves that she signed once. It is handed out of those alone who have agreed to
 * further mail, which is what addresses are wanted for, and have not taken that back.
 */
function mailableAddress({ consent, isSuppressed, email }: ExportRow): string {
  return consent && !isSuppressed ? email : '';
}

/** The columns of these names, also those of the lists. Throws an OutcryError for one that nobody has. */
export async function exportColumns(
  names: readonly string[],
  petition: string,
  ledger: SignatureBook,
): Promise<ExportColumn[]> {
  const others = names.filter((name) => !Object.hasOwn(CELLS, name));
  const fields = others.length > 0 ? await fieldsOfSigners(ledger, petition) : [];
  const missing = others.find((name) => !fields.includes(name));
  if (missing !== undefined) throw noColumn(missing, [...Object.keys(CELLS), ...fields]);
  return names.map((name) => ({ name, cell: CELLS[name] ?? listCell(name) }));
}

function noColumn(name: string, known: readonly string[]): OutcryError {
  return new OutcryError({
    code: 'usage',
    what: `No column "${name}" can be exported. Nothing was written.`,
    fix: `${didYouMean(name, known)} There are: ${known.slice(0, 40).join(', ')}.`.trim(),
    exit: EXIT.usage,
  });
}
