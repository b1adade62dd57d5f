import type { Kysely } from 'kysely';
import type { BatchNumber, CampaignNumber } from '../terms.ts';
import type { PlannedBatch } from './batch-plan.ts';
import { nextClaimable } from './claimable.ts';
import type { LedgerContext } from './context.ts';
import { leaveOutUnwilling } from './leave-out.ts';
import type { Batch, FrozenRecipient } from './ledger.ts';
import type { Schema } from './schema.ts';
import { renewLease, requireLease } from './senders.ts';

/**
 * Claims the next planned batch, durably `sending` before this returns. Undefined if there is none,
 * or the campaign is neither `sending` nor `ready` and its time has come: a pause takes effect within
 * a batch.
 */
export async function claimBatch(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<Batch | undefined> {
  return context.transaction((tx) => claimWithin(context, tx, campaign));
}

/** The same, as a part of a transaction. */
export async function claimWithin(
  context: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<Batch | undefined> {
  if (!(await startSending(context, tx, campaign))) return undefined;
  await requireLease(context, tx, campaign);
  await renewLease(context, tx, campaign);
  return nextBatch(context, tx, campaign);
}

/** Undoes a claim of the same transaction, so that nobody ever sees it. */
export async function unclaim(
  tx: Kysely<Schema>,
  { campaign, number }: Pick<Batch, 'campaign' | 'number'>,
): Promise<void> {
  await tx
    .updateTable('batches')
    .set((eb) => ({ state: 'planned', claimed_at: null, attempts: eb('attempts', '-', 1) }))
    .where('campaign', '=', campaign)
    .where('number', '=', number)
    .execute();
}

async function startSending(
  { now }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<boolean> {
  const row = await tx
    .selectFrom('campaigns')
    .select(['state', 'starts_at'])
    .where('number', '=', campaign)
    .executeTakeFirst();
  if (row?.state !== 'ready') return row?.state === 'sending';
  if (row.starts_at !== null && now() < row.starts_at) return false;
  await tx
    .updateTable('campaigns')
    .set({ state: 'sending', starts_at: null })
    .where('number', '=', campaign)
    .execute();
  return true;
}

async function nextBatch(
  context: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<Batch | undefined> {
  for (;;) {
    const planned = await lowestPlanned(tx, campaign);
    if (!planned) return undefined;
    const { number, lang, variant } = planned;
    await leaveOutUnwilling(tx, campaign, number, context.now());
    const recipients = await stillMailable(tx, campaign, number);
    if (recipients.length > 0) {
      const claim = await markSending(context, tx, campaign, number);
      return { campaign, number, claim, lang, variant, recipients };
    }
    await passOver(context, tx, campaign, number);
  }
}

async function lowestPlanned(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<PlannedBatch | undefined> {
  const row = await nextClaimable(tx, campaign)
    .leftJoin('trials', 'trials.campaign', 'batches.campaign')
    .select(['number', 'lang', 'variant', 'winner'])
    .executeTakeFirst();
  if (!row) return undefined;
  const { number, lang, variant, winner } = row;
  return { number: number as BatchNumber, lang, variant: variant || (winner ?? '') };
}

async function stillMailable(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batch: BatchNumber,
): Promise<FrozenRecipient[]> {
  const rows = await tx
    .selectFrom('recipients')
    .select(['number', 'email', 'fields'])
    .where('campaign', '=', campaign)
    .where('batch', '=', batch)
    .where('outcome', 'is', null)
    .orderBy('number')
    .execute();
  return rows as FrozenRecipient[];
}

/** Returns which claim of the batch it is. */
async function markSending(
  { now }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batch: BatchNumber,
): Promise<number> {
  const { attempts } = await tx
    .updateTable('batches')
    .set((eb) => ({
      state: 'sending',
      reason: '',
      claimed_at: now(),
      attempts: eb('attempts', '+', 1),
    }))
    .where('campaign', '=', campaign)
    .where('number', '=', batch)
    .returning('attempts')
    .executeTakeFirstOrThrow();
  return attempts;
}

/** Nobody is left to mail: nothing is sent, and no request is counted. */
async function passOver(
  { now }: LedgerContext,
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batch: BatchNumber,
): Promise<void> {
  await tx
    .updateTable('batches')
    .set({ state: 'accepted', reason: 'everyone suppressed', settled_at: now() })
    .where('campaign', '=', campaign)
    .where('number', '=', batch)
    .execute();
}
