import { type Delivery, deliver, type Means } from '../delivery/deliver.ts';
import type { Batch, Ledger } from '../ledger/ledger.ts';
import type { MakeRequest } from './make-request.ts';

/**
 * Delivers one batch that was claimed. A request that cannot be made is a bug, and is thrown on; as
 * nothing of it left, the batch is planned again instead of being held as unknown.
 */
export async function deliverBatch(
  batch: Batch,
  makeRequest: MakeRequest,
  ledger: Ledger,
  means: Means,
): Promise<Delivery> {
  const making = { failed: false };
  const make = () => {
    making.failed = true;
    const request = makeRequest(batch);
    making.failed = false;
    return request;
  };
  try {
    return await deliver(make, means);
  } catch (error) {
    const reason = 'Its request could not be made: a bug in Outcry.';
    if (making.failed) await ledger.settleBatch(batch, { state: 'notTaken', reason });
    throw error;
  }
}
