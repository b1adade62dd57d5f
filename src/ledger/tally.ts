import type { CampaignNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { withKept } from './kept-figures.ts';
import type { BatchReport, BatchState, SkipReason, Tally } from './ledger.ts';
import { isAlive } from './liveness.ts';

interface Sum {
  readonly mailable: number;
  readonly suppressed: number;
  readonly batches: number;
  readonly requests: number;
}

/** Batches in one state; of those that are `sending`, in the hands of one sender, who may be dead. */
interface StateSum extends Sum {
  readonly state: BatchState;
  readonly isInHands: boolean;
}

/**
 * Recipients by state, from the sums over batches. What is `sending` counts as planned while its
 * sender is alive, for it will be settled, and as unknown once the sender is dead, as the next
 * `takeSender` will record it. A request is one batch that left and was settled, or may have been
 * taken; tries that were not taken are not counted.
 */
export async function tally(context: LedgerContext, campaign: CampaignNumber): Promise<Tally> {
  const sums = await sumBatches(context, campaign);
  const inState = (...states: BatchState[]) => sums.filter(({ state }) => states.includes(state));
  const inFlight = inState('sending');
  const counts = {
    planned: total([...inState('planned'), ...inFlight.filter(isInHands)], 'mailable'),
    accepted: total(inState('accepted'), 'mailable'),
    refused: total(inState('refused'), 'mailable'),
    unknown: total([...inState('unknown'), ...inFlight.filter(isNobodys)], 'mailable'),
    suppressed: total(sums, 'suppressed'),
  };
  return {
    recipients: Object.values(counts).reduce((sum, count) => sum + count, 0),
    ...counts,
    batches: total(sums, 'batches'),
    requests: total(sums, 'requests') - total(inState('planned'), 'requests'),
    skipped: await withKept(
      context.db,
      campaign,
      () => sumSkipped(context, campaign),
      (kept) => kept.skipped,
    ),
  };
}

const isInHands = (sum: StateSum) => sum.isInHands;
const isNobodys = (sum: StateSum) => !sum.isInHands;

function total(sums: readonly StateSum[], key: keyof Sum): number {
  return sums.reduce((sum, one) => sum + one[key], 0);
}

/** Of one moment: in the next, a batch may be settled and its sender gone. */
async function sumBatches(context: LedgerContext, campaign: CampaignNumber): Promise<StateSum[]> {
  const rows = await context.db
    .selectFrom('batches')
    .leftJoin('senders', (join) =>
      join.onRef('senders.id', '=', 'batches.sender').on('batches.state', '=', 'sending'),
    )
    .select((eb) => [
      'batches.state',
      'senders.pid',
      'senders.host',
      'senders.started_at',
      'senders.heartbeat',
      eb.fn.sum<number>(eb('size', '-', eb.ref('suppressed'))).as('mailable'),
      eb.fn.sum<number>('suppressed').as('suppressed'),
      eb.fn.countAll<number>().as('batches'),
      eb.fn
        .sum<number>(
          eb.case().when('size', '>', eb.ref('suppressed')).then(eb.lit(1)).else(eb.lit(0)).end(),
        )
        .as('requests'),
    ])
    .where('batches.campaign', '=', campaign)
    .groupBy([
      'batches.state',
      'senders.pid',
      'senders.host',
      'senders.started_at',
      'senders.heartbeat',
    ])
    .execute();
  return rows.map(({ state, pid, host, started_at, heartbeat, ...sum }) => {
    const isKnown = pid !== null && host !== null && started_at !== null && heartbeat !== null;
    const isInHands = isKnown && isAlive(context, { pid, host, started_at, heartbeat });
    return { state, isInHands, ...asNumbers(sum) };
  });
}

/** PostgreSQL gives sums and counts as text. */
function asNumbers(sum: Sum): Sum {
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
