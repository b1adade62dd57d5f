import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { Skipped } from './ledger.ts';

/** The first `limit` rows that were left out as invalid, in the order of the lists. */
export async function skippedRows(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  limit: number,
): Promise<Skipped[]> {
  return db
    .selectFrom('skipped')
    .select(['file', 'line', 'email', 'reason', 'detail'])
    .where('campaign', '=', campaign)
    .where('reason', '=', 'invalid')
    .orderBy('id')
    .limit(limit)
    .execute();
}
