import type { Insertable } from 'kysely';
import type {
  ActNumber,
  Address,
  CampaignNumber,
  RecipientNumber,
  SignatureNumber,
} from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { prepared } from './prepared.ts';
import type { SignatureDraft } from './replies.ts';
import type { Schema, SignatureRow } from './schema.ts';
import type { Signature, SignaturePage } from './signature-ledger.ts';
import { validSignatures } from './valid-signatures.ts';

const insertSignature = prepared((db, values: Insertable<Schema['signatures']>) =>
  db
    .insertInto('signatures')
    .values({
      petition: values.petition,
      email: values.email,
      first_name: values.first_name,
      last_name: values.last_name,
      postcode: values.postcode,
      country: values.country,
      comment: values.comment,
      consent: values.consent,
      consents: values.consents,
      campaign: values.campaign,
      recipient: values.recipient,
      shared_by: values.shared_by,
      network: values.network,
      at: values.at,
    })
    .onConflict((conflict) => conflict.columns(['petition', 'email']).doNothing()),
);

/** One signature a person and petition: the first one stays. */
export async function recordSignature(
  { db, now }: LedgerContext,
  signature: SignatureDraft,
): Promise<{ isNew: boolean }> {
  const { numAffectedRows = 0n } = await insertSignature(db, {
    ...columnsOf(signature),
    at: now(),
  });
  const isNew = numAffectedRows > 0n;
  if (isNew) await judgeAgain(db, signature);
  return { isNew };
}

/** A signature as the columns of its row, but for its number and when it came. */
export function columnsOf(signature: SignatureDraft) {
  return {
    petition: signature.petition,
    email: signature.email,
    first_name: signature.firstName,
    last_name: signature.lastName,
    postcode: signature.postcode,
    country: signature.country,
    comment: signature.comment,
    consent: signature.consent ? 1 : 0,
    consents: JSON.stringify(signature.consents ?? []),
    campaign: signature.campaign ?? null,
    recipient: signature.recipient ?? null,
    shared_by: signature.sharedBy ?? null,
    network: signature.network ?? '',
  };
}

const forgetRules = prepared((db, values: { campaign: number; recipient: number }) =>
  db
    .updateTable('clicks')
    .set({ rules: 0 })
    .where('campaign', '=', values.campaign)
    .where('recipient', '=', values.recipient),
);

/** Who signs is human: her clicks are to be judged by that too. */
async function judgeAgain(
  db: LedgerContext['db'],
  { campaign, recipient }: SignatureDraft,
): Promise<void> {
  if (campaign === undefined || recipient === undefined) return;
  await forgetRules(db, { campaign, recipient });
}

export async function hasSigned(
  context: LedgerContext,
  petition: string,
  email: Address,
): Promise<boolean> {
  return (await signatureOf(context, petition, email)) !== undefined;
}

const findSignature = prepared((db, values: { petition: string; email: Address }) =>
  db
    .selectFrom('signatures')
    .select('id')
    .where('petition', '=', values.petition)
    .where('email', '=', values.email),
);

export async function signatureOf(
  { db }: LedgerContext,
  petition: string,
  email: Address,
): Promise<SignatureNumber | undefined> {
  const { rows } = await findSignature(db, { petition, email });
  return rows[0]?.id as SignatureNumber | undefined;
}

export async function signature(
  { db }: LedgerContext,
  number: SignatureNumber,
): Promise<Signature | undefined> {
  const row = await db
    .selectFrom('signatures')
    .selectAll()
    .where('id', '=', number)
    .executeTakeFirst();
  return row && toSignature(row);
}

export async function countSignatures({ db }: LedgerContext, petition: string): Promise<number> {
  const { count } = await validSignatures(db)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('petition', '=', petition)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** A page of them, the newest first. */
export async function listSignatures(
  { db }: LedgerContext,
  { petition, comments, invalid, limit, before }: SignaturePage,
): Promise<Signature[]> {
  let query = db.selectFrom('signatures').selectAll().orderBy('id', 'desc').limit(limit);
  if (petition !== undefined) query = query.where('petition', '=', petition);
  if (comments !== undefined) {
    query = query
      .where('comment', '<>', '')
      .where('comment_state', '=', comments)
      .where('invalidated_by', 'is', null)
      .where('redacted_by', 'is', null);
  }
  if (invalid) query = query.where('invalidated_by', 'is not', null);
  if (before !== undefined) query = query.where('id', '<', before);
  return (await query.execute()).map(toSignature);
}

export function toSignature(row: SignatureRow): Signature {
  return {
    number: row.id as SignatureNumber,
    petition: row.petition,
    email: row.email as Address,
    firstName: row.first_name,
    lastName: row.last_name,
    postcode: row.postcode,
    country: row.country,
    comment: row.comment,
    commentState: row.comment_state,
    consent: row.consent === 1,
    consents: JSON.parse(row.consents),
    campaign: (row.campaign ?? undefined) as CampaignNumber | undefined,
    recipient: (row.recipient ?? undefined) as RecipientNumber | undefined,
    sharedBy: (row.shared_by ?? undefined) as SignatureNumber | undefined,
    network: row.network,
    at: Number(row.at),
    invalidatedBy: (row.invalidated_by ?? undefined) as ActNumber | undefined,
    redactedBy: (row.redacted_by ?? undefined) as ActNumber | undefined,
  };
}
