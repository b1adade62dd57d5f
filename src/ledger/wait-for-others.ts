import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { PacedClaim } from './pace-ledger.ts';
import type { Schema, SenderRow } from './schema.ts';

/** How long the answer to a first batch is waited for before it is looked for. */
export const FIRST_WAIT_MS = 250;

/**
 * Why a worker is to wait, whatever the campaign's own pace: for the provider's limit, which is the
 * account's and holds for all of them; or for the answer to the first batch that any of them has sent.
 */
export async function waitForOthers(
  { now }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  lease: SenderRow | undefined,
): Promise<PacedClaim | undefined> {
  if (lease?.shares !== 1) return undefined;
  const waitMs = (await heldUntil(tx)) - now();
  if (waitMs > 0) return { waitMs, reason: 'limit' };
  const isFirst =
    (await hasBatch(tx, campaign, 'sending')) && !(await hasBatch(tx, campaign, 'accepted'));
  return isFirst ? { waitMs: FIRST_WAIT_MS, reason: 'first' } : undefined;
}

async function heldUntil(tx: Kysely<Schema>): Promise<number> {
  const hold = await tx
    .selectFrom('holds')
    .select('until')
    .where('name', '=', 'limit')
    .executeTakeFirst();
  return hold?.until ?? 0;
}

async function hasBatch(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  state: 'sending' | 'accepted',
): Promise<boolean> {
  const batch = await tx
    .selectFrom('batches')
    .select('number')
    .where('campaign', '=', campaign)
    .where('state', '=', state)
    .whereRef('size', '>', 'suppressed')
    .limit(1)
    .executeTakeFirst();
  return batch !== undefined;
}

/** Keeps all workers back for so many milliseconds, whatever they send. */
export async function holdBack({ db, now }: LedgerContext, ms: number): Promise<void> {
  const until = now() + ms;
  await db
    .insertInto('holds')
    .values({ name: 'limit', until })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ until }).where('holds.until', '<', until),
    )
    .execute();
}
