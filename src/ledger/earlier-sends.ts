import type { CampaignNumber, Petition } from '../terms.ts';
import { toCampaign } from './campaigns.ts';
import type { LedgerContext } from './context.ts';
import type { BatchState, Campaign, CampaignState, EarlierSend } from './ledger.ts';
import type { RecentCampaign } from './repeat-ledger.ts';
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
  for (const other of others) sends.push(await sharedWith(context, campaign, other));
  return sends;
}

/** Whom another campaign has mailed, and whom it shares with this one. */
export async function sharedWith(
  context: LedgerContext,
  campaign: CampaignNumber,
  other: Campaign,
): Promise<EarlierSend> {
  const { accepted, unknown } = await tally(context, other.number);
  const shared = await sharedByState(context, campaign, other.number);
  const sum = (...states: BatchState[]) =>
    states.reduce((total, state) => total + (shared.get(state) ?? 0), 0);
  return {
    campaign: other,
    mailed: accepted + unknown,
    overlap: sum('accepted', 'unknown'),
    waiting: other.state === 'cancelled' ? 0 : sum('planned', 'sending'),
  };
}

/** What may still go out, however old it is. */
const UNDER_WAY: readonly CampaignState[] = ['ready', 'sending', 'paused'];

/** Reads no letter: there may be many campaigns, and a letter is what is large in each. */
export async function recentCampaigns(
  { db }: LedgerContext,
  since: number,
): Promise<RecentCampaign[]> {
  const rows = await db
    .selectFrom('campaigns')
    .select(['number', 'hash', 'petition'])
    .where('state', '!=', 'freezing')
    .where((eb) => eb.or([eb('created_at', '>=', since), eb('state', 'in', UNDER_WAY)]))
    .orderBy('number', 'desc')
    .execute();
  return rows.map(({ number, hash, petition }) => ({
    number: number as CampaignNumber,
    hash,
    petition: JSON.parse(petition) as Petition,
  }));
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
