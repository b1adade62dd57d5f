import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { addCounts, withKept } from './kept-figures.ts';
import type { BatchReport, BatchState, SkipReason, Tally } from './ledger.ts';
import { livingSenders } from './senders.ts';

interface StateSum {
  readonly mailable: number;
  readonly suppressed: number;
  readonly batches: number;
  readonly requests: number;
}
type Sums = ReadonlyMap<BatchState, StateSum>;

/**
 * Recipients by state, from the sums over batches. What is `sending` counts as planned while its
 * sender is alive, for it will be settled, and as unknown once the sender is dead, as the next
 * `takeSender` will record it. A request is one batch that left and was settled, or may have been
 * taken; tries that were not taken are not counted.
 */
export async function tally(context: LedgerContext, campaign: CampaignNumber): Promise<Tally> {
  const sums = await sumBatches(context, campaign);
  const inFlight = mailable(sums, 'sending');
  const inHands = inFlight > 0 ? await mailableInHands(context, campaign) : 0;
  const counts = {
    planned: mailable(sums, 'planned') + inHands,
    accepted: mailable(sums, 'accepted'),
    refused: mailable(sums, 'refused'),
    unknown: mailable(sums, 'unknown') + inFlight - inHands,
    suppressed: total(sums, 'suppressed'),
  };
  return {
    recipients: Object.values(counts).reduce((sum, count) => sum + count, 0),
    ...counts,
    batches: total(sums, 'batches'),
    requests: total(sums, 'requests') - (sums.get('planned')?.requests ?? 0),
    skipped: await withKept(
      context.db,
      campaign,
      () => sumSkipped(context, campaign),
      (kept, since) => addCounts(kept.skipped, since),
    ),
  };
}

function mailable(sums: Sums, state: BatchState): number {
  return sums.get(state)?.mailable ?? 0;
}

function total(sums: Sums, key: keyof StateSum): number {
  return [...sums.values()].reduce((sum, state) => sum + state[key], 0);
}

/** Of those in flight, how many are in batches whose sender is alive. */
async function mailableInHands(context: LedgerContext, campaign: CampaignNumber): Promise<number> {
  const living = await livingSenders(context, campaign);
  if (living.length === 0) return 0;
  const { people } = await context.db
    .selectFrom('batches')
    .select((eb) => eb.fn.sum<number | null>(eb('size', '-', eb.ref('suppressed'))).as('people'))
    .where('campaign', '=', campaign)
    .where('state', '=', 'sending')
    .where('sender', 'in', living)
    .executeTakeFirstOrThrow();
  return Number(people ?? 0);
}

async function sumBatches({ db }: LedgerContext, campaign: CampaignNumber): Promise<Sums> {
  const rows = await db
    .selectFrom('batches')
    .select((eb) => [
      'state',
      eb.fn.sum<number>(eb('size', '-', eb.ref('suppressed'))).as('mailable'),
      eb.fn.sum<number>('suppressed').as('suppressed'),
      eb.fn.countAll<number>().as('batches'),
      eb.fn
        .sum<number>(
          eb.case().when('size', '>', eb.ref('suppressed')).then(eb.lit(1)).else(eb.lit(0)).end(),
        )
        .as('requests'),
    ])
    .where('campaign', '=', campaign)
    .groupBy('state')
    .execute();
  return new Map(rows.map(({ state, ...sum }) => [state, asNumbers(sum)]));
}

/** PostgreSQL gives sums and counts as text. */
function asNumbers(sum: StateSum): StateSum {
  return {
    mailable: Number(sum.mailable),
    suppressed: Number(sum.suppressed),
    batches: Number(sum.batches),
    requests: Number(sum.requests),
  };
}

export async function sumSkipped(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<Record<SkipReason, number>> {
  const rows = await db
    .selectFrom('skipped')
    .select((eb) => ['reason', eb.fn.countAll<number>().as('rows')])
    .where('campaign', '=', campaign)
    .groupBy('reason')
    .execute();
  const counts = { duplicate: 0, invalid: 0, suppressed: 0 };
  for (const { reason, rows: count } of rows) counts[reason] = Number(count);
  return counts;
}

/** Batches refused or unknown, in order. */
export async function troubledBatches(
  { db }: LedgerContext,
  campaign: CampaignNumber,
): Promise<BatchReport[]> {
  const rows = await db
    .selectFrom('batches')
    .select(['number', 'state', 'size', 'suppressed', 'reason'])
    .where('campaign', '=', campaign)
    .where('state', 'in', ['refused', 'unknown'])
    .orderBy('number')
    .execute();
  return rows.map(({ number, state, size, suppressed, reason }) => ({
    number: number as BatchReport['number'],
    state,
    recipients: size - suppressed,
    reason,
  }));
}
