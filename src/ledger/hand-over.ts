import type { CampaignNumber } from '../terms.ts';
import { nextClaimable } from './claimable.ts';
import type { LedgerContext } from './context.ts';
import type { StopWords } from './senders-ledger.ts';

/** Lets workers send a campaign from here on, once its time has come. */
export async function handOver(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  { startNow = false, toTell = false } = {},
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('campaigns')
    .set((eb) => ({
      handed_over: 1,
      to_tell: toTell ? 1 : 0,
      stop_reason: '',
      stop_fix: '',
      state: eb
        .case()
        .when(startNow ? eb.lit(true) : eb('starts_at', 'is', null))
        .then('sending' as const)
        .else('ready' as const)
        .end(),
      ...(startNow && { starts_at: null }),
    }))
    .where('number', '=', campaign)
    .where('state', 'in', ['ready', 'sending', 'paused'])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Those handed over that are `sending`, or `ready` with their time come. */
export async function campaignsToSend({ db, now }: LedgerContext): Promise<CampaignNumber[]> {
  const rows = await db
    .selectFrom('campaigns')
    .select('number')
    .where('handed_over', '=', 1)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'sending'),
        eb.and([eb('state', '=', 'ready'), eb('starts_at', '<=', now())]),
      ]),
    )
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number as CampaignNumber);
}

export async function hasClaimable(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<boolean> {
  const batch = await nextClaimable(db, campaign).select('batches.number').executeTakeFirst();
  return batch !== undefined;
}

/** Pauses it for all who send it, and keeps why. */
export async function stopCampaign(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  { reason, fix }: StopWords,
): Promise<void> {
  await db
    .updateTable('campaigns')
    .set({ state: 'paused', stop_reason: reason, stop_fix: fix })
    .where('number', '=', campaign)
    .where('state', 'in', ['ready', 'sending'])
    .execute();
}

/** Whoever settles the last batch finds nothing planned or in flight any more. */
export async function finishCampaign(
  { transaction }: LedgerContext,
  campaign: CampaignNumber,
): Promise<boolean> {
  return transaction(async (tx) => {
    const open = await tx
      .selectFrom('batches')
      .select('number')
      .where('campaign', '=', campaign)
      .where('state', 'in', ['planned', 'sending'])
      .limit(1)
      .executeTakeFirst();
    if (open) return false;
    const { numUpdatedRows } = await tx
      .updateTable('campaigns')
      .set({ state: 'done' })
      .where('number', '=', campaign)
      .where('state', '=', 'sending')
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}
