import { sql } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import { petitionOf } from './campaigns.ts';
import type { LedgerContext } from './context.ts';
import type { HourFigures, SignatureSources } from './report-ledger.ts';
import { validSignatures } from './valid-signatures.ts';

/** What brought the signatures under the campaign's petition. */
export async function signatureSources(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<SignatureSources> {
  const { slug } = await petitionOf(context, campaign);
  const direct = await countDirect(context, slug);
  const shared = await countShared(context, slug);
  const sum = (counts: ReadonlyMap<number | null, number>) =>
    [...counts.values()].reduce((total, count) => total + count, 0);
  const own = direct.get(campaign) ?? 0;
  const ownShared = shared.get(campaign) ?? 0;
  const publicShared = shared.get(null) ?? 0;
  const others = sum(direct) - own - (direct.get(null) ?? 0) + sum(shared) - ownShared;
  return {
    link: own,
    shared: ownShared,
    // Without those whom a share brought: they are counted with `shared`.
    public: (direct.get(null) ?? 0) - sum(shared),
    public_shared: publicShared,
    other_campaigns: others - publicShared,
  };
}

/** By the campaign whose link it came through; null for none. */
async function countDirect(
  { db }: LedgerContext,
  petition: string,
): Promise<Map<number | null, number>> {
  const rows = await validSignatures(db)
    .select((eb) => ['campaign', eb.fn.countAll<number>().as('count')])
    .where('petition', '=', petition)
    .groupBy('campaign')
    .execute();
  return new Map(rows.map(({ campaign, count }) => [campaign, Number(count)]));
}

/**
 * Those without a campaign of their own who came through a share link, by the campaign that the first
 * of the chain signed through; null where that was the public page. Begins with the few who were
 * shared to, not with the many who might have shared. A chain goes on through signatures that do not
 * count themselves.
 */
async function countShared(
  { db }: LedgerContext,
  petition: string,
): Promise<Map<number | null, number>> {
  const { rows } = await sql<{ root: number | null; count: number }>`
    with recursive chain (id, root, invalidated_by) as (
      select child.id, parent.campaign, child.invalidated_by
      from signatures child join signatures parent on parent.id = child.shared_by
      where child.shared_by > 0 and child.petition = ${petition} and child.campaign is null
        and (parent.campaign is not null or parent.shared_by is null)
      union all
      select child.id, chain.root, child.invalidated_by
      from chain join signatures child on child.shared_by = chain.id
      where child.campaign is null and child.petition = ${petition}
    )
    select root, count(*) as count from chain where invalidated_by is null group by root`.execute(
    db,
  );
  return new Map(rows.map(({ root, count }) => [root, Number(count)]));
}

const HOUR_MS = 3_600_000;

/** Hours without any are left out. */
export async function signaturesByHour(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<HourFigures[]> {
  const { slug } = await petitionOf(context, campaign);
  const hour = sql<number>`at / ${sql.lit(HOUR_MS)}`;
  const rows = await validSignatures(context.db)
    .select((eb) => [hour.as('hour'), eb.fn.countAll<number>().as('signatures')])
    .where('campaign', '=', campaign)
    .where('petition', '=', slug)
    .groupBy(hour)
    .orderBy(hour)
    .execute();
  return rows.map(({ hour, signatures }) => ({
    at: Number(hour) * HOUR_MS,
    signatures: Number(signatures),
  }));
}
