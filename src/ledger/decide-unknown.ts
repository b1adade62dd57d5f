import type { Kysely } from 'kysely';
import type { BatchNumber, CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { Schema } from './schema.ts';

const REASONS = {
  accepted: 'taken, as staff have found',
  planned: 'to be sent again, as staff have decided',
} as const;

/**
 * Settles unknown batches as staff have decided. Only what is unknown at this moment is touched: an
 * event may have proved meanwhile that a batch was taken. What is planned again can be resumed, also in a
 * campaign that is `done`, or becomes so at this moment.
 */
export async function decideUnknown(
  { transaction, now }: LedgerContext,
  campaign: CampaignNumber,
  decision: 'accepted' | 'planned',
  batches?: readonly BatchNumber[],
): Promise<number> {
  if (batches?.length === 0) return 0;
  return transaction(async (tx) => {
    const rows = await tx
      .updateTable('batches')
      .set({
        state: decision,
        reason: REASONS[decision],
        settled_at: decision === 'accepted' ? now() : null,
      })
      .where('campaign', '=', campaign)
      .where('state', '=', 'unknown')
      .$if(batches !== undefined, (query) => query.where('number', 'in', batches ?? []))
      .returning(['size', 'suppressed'])
      .execute();
    if (decision === 'planned' && rows.length > 0) await reopen(tx, campaign);
    return rows.reduce((sum, { size, suppressed }) => sum + size - suppressed, 0);
  });
}

async function reopen(tx: Kysely<Schema>, campaign: CampaignNumber): Promise<void> {
  await tx
    .updateTable('campaigns')
    .set({ state: 'paused' })
    .where('number', '=', campaign)
    .where('state', '=', 'done')
    .execute();
}
