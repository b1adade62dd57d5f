/** What runs in the thread that `openPress` starts: takes batches, gives written requests back. */
import { parentPort, workerData } from 'node:worker_threads';
import { createBody } from '../delivery/bodies.ts';
import { requestBody } from '../delivery/sendgrid-request.ts';
import type { Batch } from '../ledger/ledger.ts';
import { createLinks } from '../links.ts';
import { createRequestMaker } from './make-request.ts';
import type { PressPlan, Printed } from './press.ts';

const { campaign, links, secret } = workerData as PressPlan;
const makeRequest = createRequestMaker(campaign, createLinks(links), secret);

parentPort?.on('message', ({ id, batch }: { readonly id: number; readonly batch: Batch }) => {
  try {
    // In memory of its own, which is handed over and not copied.
    const bytes = requestBody(makeRequest(batch), createBody());
    const memory = bytes.buffer as ArrayBuffer;
    const printed: Printed = { id, bytes: new Uint8Array(memory, bytes.byteOffset, bytes.length) };
    parentPort?.postMessage(printed, [memory]);
  } catch (error) {
    const { message, stack } = error as Error;
    parentPort?.postMessage({ id, message, stack });
  }
});
