import { type Delivery, deliver, type Means } from '../delivery/deliver.ts';
import type { Request, Written } from '../delivery/transport.ts';
import type { Batch, Ledger } from '../ledger/ledger.ts';

/**
 * Delivers one batch that was claimed. A request that cannot be made is a bug, and is thrown on; as
 * nothing of it left, the batch is planned again instead of being held as unknown.
 */
export async function deliverBatch(
  batch: Batch,
  makeRequest: (batch: Batch) => Request | Promise<Written>,
  ledger: Ledger,
  means: Means,
): Promise<Delivery> {
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
    return await deliver(make, means);
  } catch (error) {
    const reason = 'Its request could not be made: a bug in Outcry.';
    if (making.failed) await ledger.settleBatch(batch, { state: 'notTaken', reason });
    throw error;
  }
}
