import type { Kysely } from 'kysely';
import type { Address, CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { slices } from './in-chunks.ts';
import type { SuppressionReason } from './ledger.ts';
import type { Schema } from './schema.ts';

/** The first reason stays. True if the address was not suppressed before. */
export async function suppress(
  { db, now }: LedgerContext,
  email: Address,
  reason: SuppressionReason,
  campaign: CampaignNumber | undefined,
): Promise<boolean> {
  const result = await db
    .insertInto('suppressions')
    .values({ email, reason, campaign: campaign ?? null, at: now() })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function isSuppressed(context: LedgerContext, email: Address): Promise<boolean> {
  return (await suppressionsAmong(context.db, [email])).has(email);
}

/** Which of these are suppressed. */
export async function suppressedAmong(
  { db }: LedgerContext,
  emails: readonly Address[],
): Promise<Set<Address>> {
  return new Set((await suppressionsAmong(db, emails)).keys());
}

/** Why, for those of these that are suppressed. */
export async function suppressionsAmong(
  db: Kysely<Schema>,
  emails: readonly Address[],
): Promise<Map<Address, SuppressionReason>> {
  const found = new Map<Address, SuppressionReason>();
  for (const slice of slices(emails)) {
    const rows = await db
      .selectFrom('suppressions')
      .select(['email', 'reason'])
      .where('email', 'in', slice)
      .execute();
    for (const { email, reason } of rows) found.set(email as Address, reason);
  }
  return found;
}
