import { attemptOnce, type Means } from '../delivery/deliver.ts';
import type { Answer, Request, Written } from '../delivery/transport.ts';
import type { Batch, Ledger } from '../ledger/ledger.ts';

/**
 * Tries once to deliver a batch that was claimed: whatever is tried again is claimed again, for much
 * may have happened meanwhile. A request that cannot be made is a bug, and is thrown on; as nothing
 * of it left, the batch is planned again instead of being held as unknown.
 */
export async function deliverBatch(
  batch: Batch,
  makeRequest: (batch: Batch) => Request | Promise<Written>,
  ledger: Ledger,
  means: Means,
): Promise<Answer> {
  if (means.signal?.aborted) return { kind: 'notTaken', reason: 'Stopped before it was sent.' };
  const making = { failed: false };
  const made = <T>(request: T): T => {
    making.failed = false;
    return request;
  };
  const make = () => {
    making.failed = true;
    const request = makeRequest(batch);
    return request instanceof Promise ? request.then(made) : made(request);
  };
  try {
    return await attemptOnce(make, means);
  } catch (error) {
    const reason = 'Its request could not be made: a bug in Outcry.';
    if (making.failed) await ledger.settleBatch(batch, { state: 'notTaken', reason });
    throw error;
  }
}
