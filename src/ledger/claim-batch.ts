import type { Kysely } from 'kysely';
import type { BatchNumber, CampaignNumber } from '../terms.ts';
import type { PlannedBatch } from './batch-plan.ts';
import { nextClaimable } from './claimable.ts';
import type { Claim, LedgerContext } from './context.ts';
import { leaveOutUnwilling } from './leave-out.ts';
import type { Batch, FrozenRecipient } from './ledger.ts';
import { countIn } from './pace.ts';
import type { Schema } from './schema.ts';
import { renewLease, requireLease } from './senders.ts';
import { waitForOthers } from './wait-for-others.ts';

/**
 * Claims the next planned batch, durably `sending` before this returns. Undefined if there is none,
 * or the campaign is neither `sending` nor `ready` and its time has come: a pause takes effect within
 * a batch.
 */
export async function claimBatch(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<Batch | undefined> {
  const claim = await context.claim(context, campaign, { paced: false });
  return 'batch' in claim ? claim.batch : undefined;
}

/** In one transaction while nobody else writes: SQLite's way. */
export const claimAlone: Claim = (context, campaign, { paced }) =>
  context.transaction(async (tx) => {
    if (!(await startSending(context, tx, campaign))) return { batch: undefined };
    const lease = await requireLease(context, tx, campaign);
    if (lease) await renewLease(context, tx, campaign);
    const wait = paced ? await waitForOthers(context, tx, campaign, lease) : undefined;
    if (wait) return wait;
    const batch = await nextBatch(context, tx, campaign, lease?.id);
    const departure = paced && batch ? await countIn(context, tx, batch) : undefined;
    if (!batch || !departure || departure.mayGo) return { batch };
    await unclaim(tx, batch);
    const { waitMs, reason } = departure;
    return { waitMs, reason };
  });

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
  sender: number | undefined,
): Promise<Batch | undefined> {
  for (;;) {
    const planned = await lowestPlanned(tx, campaign);
    if (!planned) return undefined;
    const { number, lang, variant } = planned;
    await leaveOutUnwilling(tx, campaign, number, context.now());
    const recipients = await stillMailable(tx, campaign, number);
    if (recipients.length > 0) {
      const claim = await markSending(context, tx, { campaign, number, sender });
      return { campaign, number, claim, lang, variant, recipients };
    }
    await passOver(context, tx, campaign, number);
  }
}

async function lowestPlanned(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
): Promise<Omit<PlannedBatch, 'wave'> | undefined> {
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

interface Claiming extends Pick<Batch, 'campaign' | 'number'> {
  /** The lease that it is claimed under. */
  readonly sender: number | undefined;
}

/** Returns which claim of the batch it is. */
async function markSending(
  { now }: LedgerContext,
  tx: Kysely<Schema>,
  { campaign, number, sender }: Claiming,
): Promise<number> {
  const { attempts } = await tx
    .updateTable('batches')
    .set((eb) => ({
      state: 'sending',
      reason: '',
      claimed_at: now(),
      attempts: eb('attempts', '+', 1),
      sender: sender ?? null,
    }))
    .where('campaign', '=', campaign)
    .where('number', '=', number)
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
