import type { Kysely } from 'kysely';
import type { BatchNumber, CampaignNumber } from '../terms.ts';
import type { Schema } from './schema.ts';

/** For how long nobody is mailed who wants at most one letter a month, counted from the last. */
export const MONTH_MS = 30 * 86_400_000;

/**
 * The numbers of those of a batch who want at most one letter a month and have had one within it from
 * another campaign, or perhaps, or are getting it now.
 *
 * The joins are cross joins, which SQLite makes in the order in which they are written, each by an
 * index. Left to itself it reads the whole of every other campaign: seconds for each batch.
 */
export async function mailedLately(
  tx: Kysely<Schema>,
  campaign: CampaignNumber,
  batch: BatchNumber,
  now: number,
): Promise<number[]> {
  const rows = await tx
    .selectFrom('recipients')
    .crossJoin('preferences')
    .crossJoin('campaigns as others')
    .crossJoin('recipients as copies')
    .crossJoin('batches')
    .select('recipients.number')
    .distinct()
    .where('recipients.campaign', '=', campaign)
    .where('recipients.batch', '=', batch)
    .where('recipients.outcome', 'is', null)
    .whereRef('preferences.email', '=', 'recipients.email')
    .where('preferences.kind', '=', 'monthly')
    .where('others.number', '!=', campaign)
    .whereRef('copies.campaign', '=', 'others.number')
    .whereRef('copies.email', '=', 'recipients.email')
    .where('copies.outcome', 'is', null)
    .whereRef('batches.campaign', '=', 'copies.campaign')
    .whereRef('batches.number', '=', 'copies.batch')
    .where('batches.state', 'in', ['accepted', 'sending', 'unknown'])
    .where('batches.claimed_at', '>', now - MONTH_MS)
    .execute();
  return rows.map(({ number }) => number);
}
