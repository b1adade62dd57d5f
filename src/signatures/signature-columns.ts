import type { Where } from '../audience/condition/bind-condition.ts';
import { compileCondition } from '../audience/condition/compile-condition.ts';
import type { Column } from '../audience/condition/condition.ts';
import { conditionError } from '../audience/condition/condition-error.ts';
import { mergeFieldOf } from '../audience/merge-fields.ts';
import { didYouMean } from '../nearest.ts';
import { everySignature, type SignatureBook } from './every-signature.ts';
import { listCell, SIGNATURE_CELLS, type SignatureRow } from './signature-row.ts';

/** The merge fields that the lists had for the signers of a petition, in the order of the alphabet. */
export async function fieldsOfSigners(ledger: SignatureBook, petition: string): Promise<string[]> {
  const fields = new Set<string>();
  for await (const row of everySignature(ledger, { petition })) {
    for (const name in row.fields) fields.add(name);
  }
  return [...fields].sort();
}

/**
 * A condition as a test of signatures: over what is known of each, and over the columns that the lists
 * had for their signers. Throws an OutcryError for a column that nobody has.
 */
export async function bindToSignatures(
  { source, condition }: Where,
  petition: string,
  ledger: SignatureBook,
): Promise<(row: SignatureRow) => boolean> {
  const ofLists: Column[] = [];
  const test = compileCondition<SignatureRow>(condition, (column) => {
    const own = SIGNATURE_CELLS[column.name];
    if (own !== undefined) return own;
    ofLists.push(column);
    return listCell(mergeFieldOf(column.name) ?? column.name);
  });
  if (ofLists.length > 0) {
    const fields = await fieldsOfSigners(ledger, petition);
    const missing = ofLists.find(({ name }) => !fields.includes(mergeFieldOf(name) ?? name));
    if (missing) throw noColumn(source, missing, fields);
  }
  return test;
}

function noColumn(source: string, { name, at }: Column, fields: readonly string[]) {
  const known = [...Object.keys(SIGNATURE_CELLS), ...fields];
  return conditionError(
    source,
    at,
    `Signatures have no column "${name}".${didYouMean(name, known)}`,
    `Their columns are: ${known.slice(0, 40).join(', ')}. If a text is meant, write it in quotation marks.`,
    'where-column',
  );
}
