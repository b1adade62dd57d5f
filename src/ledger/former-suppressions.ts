import type { Address, CampaignName } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { FormerPage, FormerSuppression } from './suppression-ledger.ts';

/** A page of what addresses were suppressed for before, the last ended first. */
export async function listFormerSuppressions(
  context: LedgerContext,
  { reason, limit, after }: FormerPage,
): Promise<FormerSuppression[]> {
  let query = selectFormer(context).orderBy('former.id', 'desc').limit(limit);
  if (reason !== undefined) query = query.where('former.reason', '=', reason);
  if (after !== undefined) query = query.where('former.id', '<', after.id);
  return (await query.execute()).map(toFormer);
}

/** What one address was suppressed for before, in the order in which that ended. */
export async function formerSuppressionsOf(
  context: LedgerContext,
  email: Address,
): Promise<FormerSuppression[]> {
  const rows = await selectFormer(context)
    .where('former.email', '=', email)
    .orderBy('former.id')
    .execute();
  return rows.map(toFormer);
}

function selectFormer({ db }: LedgerContext) {
  return db
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
    ]);
}

interface Row extends Omit<FormerSuppression, 'email' | 'campaign'> {
  readonly email: string;
  readonly campaign: string | null;
}

function toFormer({ email, campaign, at, endedAt, ...row }: Row): FormerSuppression {
  return {
    ...row,
    email: email as Address,
    at: Number(at),
    endedAt: Number(endedAt),
    campaign: campaign === null ? undefined : (campaign as CampaignName),
  };
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
