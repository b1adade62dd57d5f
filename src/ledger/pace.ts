import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { Departure, Pace, Rate } from './pace-ledger.ts';
import type { PaceRow, Schema } from './schema.ts';
import { renewLease } from './senders.ts';

const DAY_MS = 86_400_000;

/** Lets the next batch leave, and counts it, or says how long to wait. */
export async function reserveDeparture(
  context: LedgerContext,
  campaign: CampaignNumber,
): Promise<Departure> {
  return context.db.transaction().execute(async (tx) => {
    await renewLease(context, tx, campaign);
    const { pace, state } = await paceOf(tx, campaign);
    // Whoever asks for a batch of one that was paused is given none.
    if (state !== 'ready' && state !== 'sending') return { mayGo: true };
    const size = await nextSize(tx, campaign);
    if (size === 0) return { mayGo: true };
    const { departure, standing } = depart(
      pace,
      await standingOf(tx, campaign),
      size,
      context.now(),
    );
    await keepStanding(tx, standing);
    return departure;
  });
}

/** What was asked for later; a warm-up stays. */
export async function setRate(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  rate: Rate,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { pace: before } = await paceOf(tx, campaign);
    const pace = JSON.stringify({ ...before, rate });
    await tx.updateTable('campaigns').set({ pace }).where('number', '=', campaign).execute();
  });
}

/**
 * Departures of one campaign follow each other at the rate, none is saved up (a leaky bucket of one
 * batch), and a day's number is never exceeded. The clock may be set in between: back, and nothing
 * waits longer than its own interval; forward, and one batch leaves early.
 */
export function depart(
  { rate, warmUp }: Pace,
  before: PaceRow,
  size: number,
  now: number,
): { departure: Departure; standing: PaceRow } {
  const standing = warmUp ? onDay(before, now) : before;
  const mostToday = warmUp
    ? (warmUp[standing.day - 1] ?? warmUp.at(-1) ?? 0)
    : Number.POSITIVE_INFINITY;
  if (standing.used + size > mostToday) {
    const waitMs = standing.day_begins + DAY_MS - now;
    return { departure: { mayGo: false, waitMs, reason: 'warm-up' }, standing };
  }
  const interval = rate ? Math.ceil((size * rate.ms) / rate.recipients) : 0;
  const next_at = Math.min(standing.next_at, now + interval);
  if (rate && next_at > now) {
    const departure: Departure = { mayGo: false, waitMs: next_at - now, reason: 'rate' };
    return { departure, standing: { ...standing, next_at } };
  }
  const used = standing.used + size;
  return { departure: { mayGo: true }, standing: { ...standing, next_at: now + interval, used } };
}

/** Days are counted from the first departure; one on which nothing left is not counted. */
function onDay(before: PaceRow, now: number): PaceRow {
  if (before.day === 0) return { ...before, day: 1, day_begins: now, used: 0 };
  const days = Math.floor((now - before.day_begins) / DAY_MS);
  // A clock that was set back makes the day longer, and the number of that day holds for all of it.
  if (days < 1) return before;
  const day = before.used > 0 ? before.day + 1 : before.day;
  return { ...before, day, day_begins: before.day_begins + days * DAY_MS, used: 0 };
}

async function paceOf(tx: Kysely<Schema>, campaign: CampaignNumber) {
  const { pace, state } = await tx
    .selectFrom('campaigns')
    .select(['pace', 'state'])
    .where('number', '=', campaign)
    .executeTakeFirstOrThrow();
  return { pace: JSON.parse(pace) as Pace, state };
}

/** Recipients of the batch that is claimed next; 0 if there is none. */
async function nextSize(tx: Kysely<Schema>, campaign: CampaignNumber): Promise<number> {
  const row = await tx
    .selectFrom('batches')
    .select((eb) => eb('size', '-', eb.ref('suppressed')).as('size'))
    .where('campaign', '=', campaign)
    .where('state', '=', 'planned')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
  return row?.size ?? 0;
}

async function standingOf(tx: Kysely<Schema>, campaign: CampaignNumber): Promise<PaceRow> {
  const row = await tx
    .selectFrom('paces')
    .selectAll()
    .where('campaign', '=', campaign)
    .executeTakeFirst();
  return row ?? { campaign, next_at: 0, day: 0, day_begins: 0, used: 0 };
}

async function keepStanding(tx: Kysely<Schema>, { campaign, ...rest }: PaceRow): Promise<void> {
  await tx
    .insertInto('paces')
    .values({ campaign, ...rest })
    .onConflict((conflict) => conflict.column('campaign').doUpdateSet(rest))
    .execute();
}
