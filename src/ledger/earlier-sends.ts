import type { CampaignNumber } from '../terms.ts';
import { toCampaign } from './campaigns.ts';
import type { LedgerContext } from './context.ts';
import type { BatchState, Campaign, EarlierSend } from './ledger.ts';
import { tally } from './tally.ts';

/**
 * Campaigns of exactly the same letter, the newest first, and whom they share with this one. One whose
 * list is not frozen whole counts for nothing: it cannot be sent, or it will ask for itself once it can.
 */
export async function earlierSends(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<EarlierSend[]> {
  const others = await sameLetter(context, campaign);
  const sends: EarlierSend[] = [];
  for (const other of others) {
    const { accepted, unknown } = await tally(context, other.number);
    const shared = await sharedByState(context, campaign, other.number);
    const sum = (...states: BatchState[]) =>
      states.reduce((total, state) => total + (shared.get(state) ?? 0), 0);
    sends.push({
      campaign: other,
      mailed: accepted + unknown,
      overlap: sum('accepted', 'unknown'),
      waiting: other.state === 'cancelled' ? 0 : sum('planned', 'sending'),
    });
  }
  return sends;
}

async function sameLetter({ db }: LedgerContext, campaign: CampaignNumber): Promise<Campaign[]> {
  const rows = await db
    .selectFrom('campaigns')
    .selectAll()
    .where('number', '!=', campaign)
    .where('state', '!=', 'freezing')
    .where('hash', '=', (eb) =>
      eb.selectFrom('campaigns').select('hash').where('number', '=', campaign),
    )
    .orderBy('number', 'desc')
    .execute();
  return rows.map(toCampaign);
}

/** People whom `campaign` has still to mail and who are in `other` too, by the state of their batch there. */
async function sharedByState(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  other: CampaignNumber,
): Promise<Map<BatchState, number>> {
  const rows = await db
    .selectFrom('batches as own')
    .innerJoin('recipients as mine', (join) =>
      join.onRef('mine.campaign', '=', 'own.campaign').onRef('mine.batch', '=', 'own.number'),
    )
    .innerJoin('recipients as theirs', (join) =>
      join.onRef('theirs.email', '=', 'mine.email').on('theirs.campaign', '=', other),
    )
    .innerJoin('batches as there', (join) =>
      join
        .onRef('there.campaign', '=', 'theirs.campaign')
        .onRef('there.number', '=', 'theirs.batch'),
    )
    .select((eb) => ['there.state', eb.fn.countAll<number>().as('people')])
    .where('own.campaign', '=', campaign)
    .where('own.state', '=', 'planned')
    .where('theirs.outcome', 'is', null)
    .groupBy('there.state')
    .execute();
  return new Map(rows.map(({ state, people }) => [state, Number(people)]));
}
