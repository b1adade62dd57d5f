import type { Kysely } from 'kysely';
import { systemCode } from '../errors.ts';
import type { LedgerContext } from './context.ts';
import { divideBatch } from './divide-batch.ts';
import type { Batch, BatchState, Settlement } from './ledger.ts';
import { giveBack } from './pace.ts';
import { acceptProven } from './prove-accepted.ts';
import type { Schema } from './schema.ts';
import { renewLease, requireOwnLease } from './senders.ts';

interface Outcome {
  readonly state: BatchState;
  readonly message_id: string;
  readonly reason: string;
  /** The states that it may follow. */
  readonly from: readonly BatchState[];
}

/** Batches whose settlement may be recorded: the connection broke before the ledger could say so. */
const unsure = new WeakSet<Batch>();

/**
 * Records how an attempt ended. Only a batch that is `sending` can be settled, or an `unknown` one
 * that turns out accepted; and only by the claim that it is of: staff may have had it sent again since.
 * Anything else is a bug, and throws, unless another process took over (an OutcryError, exit 4).
 */
export async function settleBatch(
  context: LedgerContext,
  batch: Batch,
  settlement: Settlement,
): Promise<void> {
  try {
    await settleOnce(context, batch, settlement);
  } catch (error) {
    if (systemCode(error) === 'database-lost') unsure.add(batch);
    throw error;
  }
}

async function settleOnce(
  context: LedgerContext,
  batch: Batch,
  settlement: Settlement,
): Promise<void> {
  if (settlement.state === 'accepted') {
    if (await context.accept?.(context, batch, settlement.messageId)) return;
  }
  // Lost in a power cut, it is unknown; and the next claim is waited for, and makes it durable.
  await context.relaxed(async (tx) => {
    if (!(await settle(context, tx, batch, outcomeOf(settlement)))) {
      await requireOwnLease(context, tx, batch.campaign);
      if (unsure.has(batch)) return;
      throw notSending(batch, settlement);
    }
    if (wasNotTaken(settlement)) await giveBack(tx, batch, batch.recipients.length);
    if (settlement.state === 'divided') await divideBatch(tx, batch, settlement.suspects);
    await renewLease(context, tx, batch.campaign);
    if (settlement.state !== 'accepted') await acceptProven(tx, [batch.campaign]);
  });
}

function wasNotTaken({ state }: Settlement): boolean {
  return state === 'notTaken' || state === 'divided' || state === 'refused';
}

function notSending({ campaign, number }: Batch, { state }: Settlement): Error {
  return new Error(
    `Batch ${number} of campaign ${campaign} cannot be ${state}: it is not sending.`,
  );
}

function outcomeOf(settlement: Settlement): Outcome {
  switch (settlement.state) {
    case 'accepted': {
      const { state, messageId } = settlement;
      return { state, message_id: messageId, reason: '', from: ['sending', 'unknown'] };
    }
    case 'notTaken':
    case 'divided':
      return { state: 'planned', message_id: '', reason: settlement.reason, from: ['sending'] };
    default:
      return { ...settlement, message_id: '', from: ['sending'] };
  }
}

async function settle(
  { now }: LedgerContext,
  tx: Kysely<Schema>,
  batch: Batch,
  { from, ...outcome }: Outcome,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('batches')
    .set({ ...outcome, settled_at: outcome.state === 'planned' ? null : now() })
    .where('campaign', '=', batch.campaign)
    .where('number', '=', batch.number)
    .where('attempts', '=', batch.claim)
    .where('state', 'in', from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
