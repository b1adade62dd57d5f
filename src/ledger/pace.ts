import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { DAY_MS, type Departure, depart, onDay } from './depart.ts';
import type { Batch } from './ledger.ts';
import type { Pace, PacedClaim, Rate, WarmUpDay } from './pace-ledger.ts';
import type { PaceRow, Schema } from './schema.ts';

/** Claims the next batch and counts it, if the pace lets it leave now. */
export function claimAtPace(context: LedgerContext, campaign: CampaignNumber): Promise<PacedClaim> {
  return context.claim(context, campaign, { paced: true });
}

/** Counts a batch that was claimed in the same transaction, if the pace lets it leave now. */
export async function countIn(
  { now }: LedgerContext,
  tx: Kysely<Schema>,
  { campaign, recipients }: Batch,
): Promise<Departure> {
  const pace = await paceOf(tx, campaign);
  if (!isPaced(pace)) return { mayGo: true };
  const before = await standingOf(tx, campaign);
  const { departure, standing } = depart(pace, before, recipients.length, now());
  await keepStanding(tx, standing);
  return departure;
}

/** Whether anything holds it back; where nothing does, nothing is counted. */
export function isPaced({ rate, warmUp }: Pace): boolean {
  return rate !== undefined || warmUp !== undefined;
}

/** Gives back what was counted for a batch of which nothing was taken, if its day is not over. */
export async function giveBack(
  tx: Kysely<Schema>,
  { campaign, number }: Pick<Batch, 'campaign' | 'number'>,
  people: number,
): Promise<void> {
  await tx
    .updateTable('paces')
    .set((eb) => ({
      used: eb
        .case()
        .when('used', '>', people)
        .then(eb('used', '-', people))
        .else(0)
        .end(),
    }))
    .where('campaign', '=', campaign)
    .where('day_begins', '<=', (eb) =>
      eb
        .selectFrom('batches')
        .select('claimed_at')
        .where('batches.campaign', '=', campaign)
        .where('batches.number', '=', number),
    )
    .execute();
}

/** What was asked for later; a warm-up stays. */
export async function setRate(
  { transaction }: LedgerContext,
  campaign: CampaignNumber,
  rate: Rate,
): Promise<void> {
  await transaction(async (tx) => {
    const pace = JSON.stringify({ ...(await paceOf(tx, campaign)), rate });
    await tx.updateTable('campaigns').set({ pace }).where('number', '=', campaign).execute();
  });
}

/** On which day of its warm-up a campaign is now. */
export async function warmUpDay(
  { db, now }: LedgerContext,
  campaign: CampaignNumber,
): Promise<WarmUpDay | undefined> {
  const { warmUp } = await paceOf(db, campaign);
  const before = await standingOf(db, campaign);
  if (!warmUp || before.day === 0) return undefined;
  const { day, used, day_begins } = onDay(before, now());
  return { day, used, ends: day_begins + DAY_MS };
}

/** `sending` and without a time, if it was still `ready`. */
export async function beginWaiting(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('campaigns')
    .set({ state: 'sending', starts_at: null })
    .where('number', '=', campaign)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function paceOf(db: Kysely<Schema>, campaign: CampaignNumber): Promise<Pace> {
  const { pace } = await db
    .selectFrom('campaigns')
    .select('pace')
    .where('number', '=', campaign)
    .executeTakeFirstOrThrow();
  return JSON.parse(pace) as Pace;
}

async function standingOf(db: Kysely<Schema>, campaign: CampaignNumber): Promise<PaceRow> {
  const row = await db
    .selectFrom('paces')
    .selectAll()
    .where('campaign', '=', campaign)
    .executeTakeFirst();
  return row ?? { campaign, left_at: 0, people: 0, day: 0, day_begins: 0, used: 0 };
}

async function keepStanding(
  tx: Kysely<Schema>,
  { campaign, left_at, people, day, day_begins, used }: PaceRow,
): Promise<void> {
  const rest = { left_at, people, day, day_begins, used };
  await tx
    .insertInto('paces')
    .values({ campaign, ...rest })
    .onConflict((conflict) => conflict.column('campaign').doUpdateSet(rest))
    .execute();
}
