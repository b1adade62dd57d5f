import type { Fields, SignatureNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { isMark, MARKS } from './erased.ts';
import { recipientOfSignature } from './joins.ts';
import type { ValidPage, ValidSignature } from './signature-ledger.ts';
import { toSignature } from './signatures.ts';
import { validSignatures } from './valid-signatures.ts';

/** A page of those that count, in the order of their numbers; each with what the list said of its signer. */
export async function validPage(
  { db }: LedgerContext,
  {
    petition,
    limit,
    after = 0 as SignatureNumber,
    since,
    until,
    withErased = false,
    undelivered = false,
  }: ValidPage,
): Promise<ValidSignature[]> {
  const page = validSignatures(db)
    .selectAll()
    .where('petition', '=', petition)
    .where('id', '>', after)
    .$if(since !== undefined, (query) => query.where('at', '>=', since ?? 0))
    .$if(until !== undefined, (query) => query.where('at', '<', until ?? 0))
    .$if(!withErased, (query) => query.where('email', 'not like', MARKS))
    .$if(undelivered, (query) => query.where('delivery', 'is', null))
    .orderBy('id')
    .limit(limit);
  const rows = await db
    .selectFrom(page.as('signatures'))
    .leftJoin('recipients', recipientOfSignature)
    .selectAll('signatures')
    .select('recipients.fields')
    .orderBy('signatures.id')
    .execute();
  return rows.map(({ fields, ...row }) => ({
    ...toSignature(row),
    comment: row.redacted_by === null ? row.comment : '',
    isErased: isMark(row.email),
    fields: JSON.parse(fields ?? '{}') as Fields,
  }));
}
