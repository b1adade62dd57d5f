import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';

const ENDS = ['done', 'paused', 'cancelled'] as const;

export async function setToTell(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  toTell: boolean,
): Promise<void> {
  await db
    .updateTable('campaigns')
    .set({ to_tell: toTell ? 1 : 0 })
    .where('number', '=', campaign)
    .execute();
}

export async function campaignsToTell({ db }: LedgerContext): Promise<CampaignNumber[]> {
  const rows = await db
    .selectFrom('campaigns')
    .select('number')
    .where('to_tell', '=', 1)
    .where('state', 'in', ENDS)
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number as CampaignNumber);
}

/** One statement, so that of all who see it at once one alone is given it. */
export async function claimTelling(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<boolean> {
  const row = await db
    .updateTable('campaigns')
    .set({ to_tell: 0 })
    .where('number', '=', campaign)
    .where('to_tell', '=', 1)
    .where('state', 'in', ENDS)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('batches')
            .select('batches.number')
            .where('batches.campaign', '=', campaign)
            .where('batches.state', '=', 'sending'),
        ),
      ),
    )
    .returning('number')
    .executeTakeFirst();
  return row !== undefined;
}
