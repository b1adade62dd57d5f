import type { Address, CampaignName } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { forgetErased } from './erased.ts';
import type { SuppressionReason } from './ledger.ts';
import type { Suppression, SuppressionPage } from './suppression-ledger.ts';
import { keepFormer } from './suppressions.ts';

/**
 * A page of them, the newest first. Both columns run down, so that a comparison of both finds the
 * next page in the index: with an `or`, a million took six minutes.
 */
export async function listSuppressions(
  context: LedgerContext,
  { reason, limit, after }: SuppressionPage,
): Promise<Suppression[]> {
  let query = selectSuppressions(context)
    .orderBy('suppressions.at', 'desc')
    .orderBy('suppressions.email', 'desc')
    .limit(limit);
  if (reason !== undefined) query = query.where('suppressions.reason', '=', reason);
  if (after !== undefined) {
    query = query.where((eb) =>
      eb(
        eb.refTuple('suppressions.at', 'suppressions.email'),
        '<',
        eb.tuple(after.at, after.email as string),
      ),
    );
  }
  return (await query.execute()).map(toSuppression);
}

export async function findSuppression(
  context: LedgerContext,
  email: Address,
): Promise<Suppression | undefined> {
  const row = await selectSuppressions(context)
    .where('suppressions.email', '=', email)
    .executeTakeFirst();
  return row && toSuppression(row);
}

function selectSuppressions({ db }: LedgerContext) {
  return db
    .selectFrom('suppressions')
    .leftJoin('campaigns', 'campaigns.number', 'suppressions.campaign')
    .select([
      'suppressions.email',
      'suppressions.reason',
      'suppressions.at',
      'suppressions.detail',
      'campaigns.name as campaign',
    ]);
}

interface Row extends Omit<Suppression, 'email' | 'campaign'> {
  readonly email: string;
  readonly campaign: string | null;
}

function toSuppression({ email, campaign, at, ...row }: Row): Suppression {
  return {
    ...row,
    email: email as Address,
    at: Number(at),
    campaign: campaign === null ? undefined : (campaign as CampaignName),
  };
}

/** How many there are for each reason that there is. */
export async function countSuppressions({
  db,
}: LedgerContext): Promise<Partial<Record<SuppressionReason, number>>> {
  const rows = await db
    .selectFrom('suppressions')
    .select((eb) => ['reason', eb.fn.countAll<number>().as('count')])
    .groupBy('reason')
    .orderBy('reason')
    .execute();
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)]));
}

/** False if it was not suppressed, nor erased. What it was is kept, and why it no longer is. */
export async function unsuppress(
  { now, transaction }: LedgerContext,
  email: Address,
  why: string,
): Promise<boolean> {
  return transaction(async (tx) => {
    const wasErased = await forgetErased(tx, email);
    const row = await tx
      .deleteFrom('suppressions')
      .where('email', '=', email)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return wasErased;
    await keepFormer(tx, row, now(), why);
    return true;
  });
}
