import type { Address } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { SignatureDraft } from './ledger.ts';

/** One signature a person and petition: the first one stays. */
export async function recordSignature(
  { db, now }: LedgerContext,
  signature: SignatureDraft,
): Promise<{ isNew: boolean }> {
  const result = await db
    .insertInto('signatures')
    .values({
      petition: signature.petition,
      email: signature.email,
      first_name: signature.firstName,
      last_name: signature.lastName,
      postcode: signature.postcode,
      country: signature.country,
      comment: signature.comment,
      consent: signature.consent ? 1 : 0,
      campaign: signature.campaign ?? null,
      recipient: signature.recipient ?? null,
      at: now(),
    })
    .onConflict((conflict) => conflict.columns(['petition', 'email']).doNothing())
    .executeTakeFirst();
  return { isNew: (result.numInsertedOrUpdatedRows ?? 0n) > 0n };
}

export async function hasSigned(
  { db }: LedgerContext,
  petition: string,
  email: Address,
): Promise<boolean> {
  const row = await db
    .selectFrom('signatures')
    .select('id')
    .where('petition', '=', petition)
    .where('email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countSignatures({ db }: LedgerContext, petition: string): Promise<number> {
  const { count } = await db
    .selectFrom('signatures')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('petition', '=', petition)
    .executeTakeFirstOrThrow();
  return Number(count);
}
