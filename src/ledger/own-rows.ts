import type { Kysely } from 'kysely';
import type {
  Address,
  BatchNumber,
  CampaignName,
  CampaignNumber,
  RecipientNumber,
} from '../terms.ts';
import type { BatchState } from './ledger.ts';
import type { Schema } from './schema.ts';

/** A recipient's place in a campaign, and how her batch stands. */
export interface OwnRow {
  readonly campaign: CampaignNumber;
  readonly name: CampaignName;
  readonly subject: string;
  readonly number: RecipientNumber;
  readonly batch: BatchNumber;
  readonly outcome: 'suppressed' | null;
  readonly state: BatchState;
  readonly claimedAt: number | null;
}

/**
 * Where a supporter is a recipient. Cross joins, which SQLite makes as they are written: campaigns are
 * few, and each finds an address by its index.
 */
export async function ownRows(db: Kysely<Schema>, email: Address): Promise<OwnRow[]> {
  const rows = await db
    .selectFrom('campaigns')
    .crossJoin('recipients')
    .crossJoin('batches')
    .select([
      'campaigns.number as campaign',
      'campaigns.name',
      'campaigns.subject',
      'recipients.number',
      'recipients.batch',
      'recipients.outcome',
      'batches.state',
      'batches.claimed_at as claimedAt',
    ])
    .whereRef('recipients.campaign', '=', 'campaigns.number')
    .where('recipients.email', '=', email)
    .whereRef('batches.campaign', '=', 'recipients.campaign')
    .whereRef('batches.number', '=', 'recipients.batch')
    .orderBy('campaigns.number')
    .execute();
  return rows as OwnRow[];
}
