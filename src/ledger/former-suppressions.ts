import type { Address, CampaignName } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { FormerPage, FormerSuppression } from './suppression-ledger.ts';

/** A page of what addresses were suppressed for before, the last ended first. */
export async function listFormerSuppressions(
  { db }: LedgerContext,
  { reason, limit, after }: FormerPage,
): Promise<FormerSuppression[]> {
  let query = db
    .selectFrom('former_suppressions as former')
    .leftJoin('campaigns', 'campaigns.number', 'former.campaign')
    .select([
      'former.id',
      'former.email',
      'former.reason',
      'former.at',
      'former.detail',
      'former.ended_at as endedAt',
      'former.why',
      'campaigns.name as campaign',
    ])
    .orderBy('former.id', 'desc')
    .limit(limit);
  if (reason !== undefined) query = query.where('former.reason', '=', reason);
  if (after !== undefined) query = query.where('former.id', '<', after.id);
  const rows = await query.execute();
  return rows.map(({ email, campaign, at, endedAt, ...row }) => ({
    ...row,
    email: email as Address,
    at: Number(at),
    endedAt: Number(endedAt),
    campaign: campaign === null ? undefined : (campaign as CampaignName),
  }));
}

/** How many there are, of one reason or of all. */
export async function countFormerSuppressions(
  { db }: LedgerContext,
  reason?: FormerSuppression['reason'],
): Promise<number> {
  let query = db
    .selectFrom('former_suppressions')
    .select((eb) => eb.fn.countAll<number>().as('count'));
  if (reason !== undefined) query = query.where('reason', '=', reason);
  return Number((await query.executeTakeFirstOrThrow()).count);
}
