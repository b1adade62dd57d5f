import type { BatchNumber, CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';

const REASONS = {
  accepted: 'taken, as staff have found',
  planned: 'to be sent again, as staff have decided',
} as const;

/**
 * Settles unknown batches as staff have decided. Only what is unknown at this moment is touched: an
 * event may have proved meanwhile that a batch was taken.
 */
export async function decideUnknown(
  { db, now }: LedgerContext,
  campaign: CampaignNumber,
  decision: 'accepted' | 'planned',
  batches?: readonly BatchNumber[],
): Promise<number> {
  if (batches?.length === 0) return 0;
  const rows = await db
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
  return rows.reduce((sum, { size, suppressed }) => sum + size - suppressed, 0);
}
