import type { Retry } from '../delivery/deliver.ts';
import { nextAttempt } from '../delivery/retry.ts';
import type { Answer } from '../delivery/transport.ts';
import type { Batch } from '../ledger/ledger.ts';
import type { BatchNumber } from '../terms.ts';

/**
 * Says of each answer to a batch whether it is to be tried again, and after which wait; undefined if
 * not. `random` as in `Means`.
 */
export function createRetries(
  random: () => number,
): (batch: Pick<Batch, 'number'>, answer: Answer) => Retry | undefined {
  const waiting = new Map<BatchNumber, { readonly attempt: number; readonly waitedMs: number }>();
  return ({ number }, answer) => {
    const { attempt, waitedMs } = waiting.get(number) ?? { attempt: 1, waitedMs: 0 };
    waiting.delete(number);
    const next = nextAttempt({ attempt, answer, random, waitedMs });
    if (answer.kind !== 'notTaken' || next === 'give up') return undefined;
    const { waitMs } = next;
    waiting.set(number, { attempt: attempt + 1, waitedMs: waitedMs + waitMs });
    return { attempt, waitMs, reason: answer.reason };
  };
}
