import { sql } from 'kysely';
import type { CampaignNumber } from '../../terms.ts';
import { nextClaimable } from '../claimable.ts';
import { connectTo, type OpenDatabase } from './connect-to.ts';

/** Workers and what is theirs to send, seen without being one. Times are milliseconds. */
export interface CrewCondition {
  readonly workers: readonly KnownWorker[];
  /** Campaigns that were handed over to workers and are not over. */
  readonly campaigns: readonly CampaignInHand[];
}

export interface KnownWorker {
  readonly pid: number;
  readonly host: string;
  /** Since it was heard of last. */
  readonly silentMs: number;
  /** The names that the engine knows it by. */
  readonly hands: readonly string[];
}

export interface CampaignInHand {
  readonly name: string;
  /** Until it is to start; 0 or less once its time has come. */
  readonly startsInMs: number;
  /** The batch that has been under way for longest. */
  readonly oldest: { readonly batch: number; readonly ms: number } | undefined;
  /** Whether a batch could be sent now, as far as the campaign itself goes. */
  readonly isClaimable: boolean;
  /** Since anything of it left or was answered; of one that has not begun, since its time. */
  readonly stillMs: number;
  /** Whether its own rate or warm-up may hold it back. */
  readonly isPaced: boolean;
}

/** Looks, and changes nothing. Throws an OutcryError as `openLedger` does. */
export async function inspectCrew(address: string): Promise<CrewCondition> {
  const { db } = connectTo(address);
  try {
    const { rows: workers } = await sql<KnownWorker>`
      select pid, host, ${NOW} - heartbeat as "silentMs", hands::json as hands
      from workers order by heartbeat desc`.execute(db);
    const { rows } = await sql<CampaignRow>`${CAMPAIGNS}`.execute(db);
    const campaigns = [];
    for (const row of rows) campaigns.push(await campaignOf(row, db));
    return { workers, campaigns };
  } finally {
    await db.destroy();
  }
}

interface CampaignRow extends Omit<CampaignInHand, 'oldest' | 'isClaimable'> {
  readonly number: CampaignNumber;
  readonly batch: number | null;
  readonly batchMs: number | null;
}

const NOW = sql`(extract(epoch from clock_timestamp()) * 1000)::float8`;

const CAMPAIGNS = sql`
  select campaigns.number, name, coalesce(starts_at, 0) - ${NOW} as "startsInMs",
    ${NOW} - greatest(coalesce(starts_at, created_at), left_at, settled_at) as "stillMs",
    pace::jsonb ?| array['rate', 'warmUp'] as "isPaced", oldest.batch, oldest.ms as "batchMs"
  from campaigns
  left join lateral (select max(claimed_at) as left_at, max(settled_at) as settled_at
    from batches where campaign = campaigns.number) as moved on true
  left join lateral (select number as batch, ${NOW} - claimed_at as ms from batches
    where campaign = campaigns.number and state = 'sending' order by claimed_at limit 1) as oldest on true
  where handed_over = 1 and campaigns.state in ('ready', 'sending') order by campaigns.number`;

async function campaignOf(
  { number, batch, batchMs, ...rest }: CampaignRow,
  db: OpenDatabase['db'],
): Promise<CampaignInHand> {
  const oldest = batch === null || batchMs === null ? undefined : { batch, ms: batchMs };
  const claimable = await nextClaimable(db, number).select('batches.number').executeTakeFirst();
  return { ...rest, oldest, isClaimable: claimable !== undefined };
}
