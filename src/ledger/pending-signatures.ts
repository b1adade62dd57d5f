import { type Kysely, sql } from 'kysely';
import type { Address, PendingNumber, SignatureNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { Confirmed, PendingDraft, PendingSignature } from './pending-ledger.ts';
import type { PendingRow, Schema } from './schema.ts';
import { hasSigned, recordSignature } from './signatures.ts';
import { isSuppressed } from './suppressions.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** To one address, for whatever petitions: whoever types the addresses of others must not be of use. */
const MAILS_A_DAY = 5;

/**
 * Keeps what was typed, the newest for each person and petition. Returns the number for the link if
 * she is to be mailed now; the mail then counts as sent, so that two requests cannot send two.
 */
export async function keepPending(
  context: LedgerContext,
  draft: PendingDraft,
): Promise<PendingNumber | undefined> {
  return context.transaction(async (tx) => {
    const within = { ...context, db: tx };
    const { petition, email } = draft;
    if (await hasSigned(within, petition, email)) return undefined;
    if (await isSuppressed(within, email)) return undefined;
    const at = context.now();
    const earlier = await tx
      .selectFrom('pending_signatures')
      .select(['number', 'petition', 'mailed_at', 'mails'])
      .where('email', '=', email)
      .execute();
    const mails = mailsToday(earlier, petition, at);
    const mailed = mails === undefined ? {} : { mailed_at: at, mails };
    const number = await upsert(tx, { ...columnsOf(draft), typed_at: at, ...mailed });
    return mails === undefined ? undefined : number;
  });
}

type Mailed = Pick<PendingRow, 'petition' | 'mailed_at' | 'mails'>;

/** The day's mails for this petition with one more; undefined if there may be no more. */
function mailsToday(earlier: readonly Mailed[], petition: string, at: number): number | undefined {
  const today = earlier.filter(({ mailed_at }) => (mailed_at ?? 0) > at - DAY_MS);
  const sum = today.reduce((total, { mails }) => total + mails, 0);
  const own = today.find((row) => row.petition === petition);
  const isTooSoon = (own?.mailed_at ?? 0) > at - HOUR_MS;
  return isTooSoon || sum >= MAILS_A_DAY ? undefined : (own?.mails ?? 0) + 1;
}

type Typed = ReturnType<typeof columnsOf> &
  Pick<PendingRow, 'typed_at'> &
  Partial<Pick<PendingRow, 'mailed_at' | 'mails'>>;

async function upsert(tx: Kysely<Schema>, typed: Typed): Promise<PendingNumber> {
  const row = await tx
    .insertInto('pending_signatures')
    .values({ mailed_at: null, mails: 0, ...typed, confirmed_at: null })
    .onConflict((conflict) =>
      conflict.columns(['email', 'petition']).doUpdateSet({
        ...typed,
        // Who has brought her stays credited when she comes back by herself.
        shared_by: sql`coalesce(excluded.shared_by, pending_signatures.shared_by)`,
        confirmed_at: null,
      }),
    )
    .returning('number')
    .executeTakeFirstOrThrow();
  return row.number as PendingNumber;
}

/** The mail did not leave, so the next one need not wait. */
export async function forgetMail({ db }: LedgerContext, pending: PendingNumber): Promise<void> {
  await db
    .updateTable('pending_signatures')
    .set({ mailed_at: null })
    .where('number', '=', pending)
    .execute();
}

export async function forgetMailSince(
  { db }: LedgerContext,
  { petition, email }: Pick<PendingDraft, 'petition' | 'email'>,
  since: number,
): Promise<void> {
  await db
    .updateTable('pending_signatures')
    .set({ mailed_at: null })
    .where('email', '=', email)
    .where('petition', '=', petition)
    .where('mailed_at', '>=', since)
    .execute();
}

export async function pendingSignature(
  { db }: LedgerContext,
  pending: PendingNumber,
): Promise<PendingSignature | undefined> {
  const row = await db
    .selectFrom('pending_signatures')
    .selectAll()
    .where('number', '=', pending)
    .executeTakeFirst();
  return row && toPending(row);
}

/**
 * Counts a pending signature, if it still is what its signer was shown (`typedAt`); else undefined.
 * Once counted, it is in the signatures alone.
 */
export async function confirmPending(
  context: LedgerContext,
  pending: PendingNumber,
  typedAt: number,
): Promise<Confirmed | undefined> {
  return context.transaction(async (tx) => {
    const within = { ...context, db: tx };
    const found = await pendingSignature(within, pending);
    if (found?.isConfirmed) return { isNew: false, petition: found.petition };
    if (found?.typedAt !== typedAt) return undefined;
    const outcome = await recordSignature(within, {
      ...found,
      campaign: undefined,
      recipient: undefined,
    });
    await tx
      .updateTable('pending_signatures')
      .set({ ...NO_WORDS, confirmed_at: context.now() })
      .where('number', '=', pending)
      .execute();
    return { ...outcome, petition: found.petition };
  });
}

/** What was typed before then and never confirmed is personal data that nobody needs any more. */
export async function purgePending({ db }: LedgerContext, before: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('pending_signatures')
    .where('typed_at', '<', before)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** What a signature holds of its signer, but for the address, once it is gone. */
export const NO_WORDS = {
  first_name: '',
  last_name: '',
  postcode: '',
  country: '',
  comment: '',
  consent: 0,
  consents: '[]',
  network: '',
} as const;

function columnsOf(draft: PendingDraft) {
  return {
    email: draft.email as string,
    petition: draft.petition,
    lang: draft.lang,
    first_name: draft.firstName,
    last_name: draft.lastName,
    postcode: draft.postcode,
    country: draft.country,
    comment: draft.comment,
    consent: draft.consent ? 1 : 0,
    consents: JSON.stringify(draft.consents ?? []),
    shared_by: draft.sharedBy ?? null,
    network: draft.network ?? '',
  };
}

export function toPending(row: PendingRow): PendingSignature {
  return {
    email: row.email as Address,
    petition: row.petition,
    lang: row.lang,
    firstName: row.first_name,
    lastName: row.last_name,
    postcode: row.postcode,
    country: row.country,
    comment: row.comment,
    consent: row.consent === 1,
    consents: JSON.parse(row.consents),
    sharedBy: (row.shared_by ?? undefined) as SignatureNumber | undefined,
    network: row.network,
    typedAt: row.typed_at,
    isConfirmed: row.confirmed_at !== null,
  };
}
