import type { CampaignNumber } from '../terms.ts';
import { petitionOf } from './campaigns.ts';
import { clickFigures } from './click-figures.ts';
import type { LedgerContext } from './context.ts';
import { addCounts, withKept } from './kept-figures.ts';
import type { Figures } from './ledger.ts';
import { validSignatures } from './valid-signatures.ts';

/** The figures of `report`. Throws if there is no such campaign. */
export async function figures(context: LedgerContext, campaign: CampaignNumber): Promise<Figures> {
  return {
    events: await withKept(
      context.db,
      campaign,
      (since) => countEvents(context, campaign, since),
      (kept, rest) => addCounts(kept.events, rest),
    ),
    clicks: await clickFigures(context, campaign),
    signatures: await countOwnSignatures(context, campaign),
    unsubscribes: await countUnsubscribes(context, campaign),
    preferences: await countPreferences(context, campaign),
  };
}

/** Distinct recipients by event, of those that happened `since`. */
export async function countEvents(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  since: number,
): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('events')
    .select((eb) => ['event', eb.fn.count<number>('recipient').distinct().as('recipients')])
    .where('campaign', '=', campaign)
    .$if(since > 0, (of) => of.where('at', '>=', since))
    .groupBy('event')
    .orderBy('event')
    .execute();
  return Object.fromEntries(rows.map(({ event, recipients }) => [event, Number(recipients)]));
}

/** Signatures of the campaign's petition that came through the campaign. */
async function countOwnSignatures(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<number> {
  const { slug } = await petitionOf(context, campaign);
  const { count } = await validSignatures(context.db)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('campaign', '=', campaign)
    .where('petition', '=', slug)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Also of who has asked to be mailed again since: what the letter did does not change. */
export async function countUnsubscribes(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<number> {
  const { count } = await db
    .selectFrom((of) =>
      of
        .selectFrom('suppressions')
        .select('email')
        .where('campaign', '=', campaign)
        .where('reason', '=', 'unsubscribed')
        .union(
          of
            .selectFrom('former_suppressions')
            .select('email')
            .where('campaign', '=', campaign)
            .where('reason', '=', 'unsubscribed'),
        )
        .as('unsubscribed'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** As they stand: who has changed her mind since is not among them. */
async function countPreferences(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<Figures['preferences']> {
  const rows = await db
    .selectFrom('preferences')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('count')])
    .where('campaign', '=', campaign)
    .groupBy('kind')
    .execute();
  const counts = rows.map(({ kind, count }) => [kind, Number(count)] as const);
  return { monthly: 0, petition: 0, ...Object.fromEntries(counts) };
}
