import { Worker } from 'node:worker_threads';
import type { Written } from '../delivery/transport.ts';
import type { Batch, Campaign } from '../ledger/ledger.ts';
import type { LinkSettings } from '../links.ts';

/** What a press is set up with; goes to its thread as a copy. */
export interface PressPlan {
  readonly campaign: Pick<Campaign, 'name' | 'number' | 'envelope'>;
  readonly links: LinkSettings;
  readonly secret: string;
}

/** What the thread gives back. */
export type Printed =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly message: string; readonly stack: string };

/** Writes the requests of a campaign in a thread of its own, so that two cores share the work. */
export interface Press {
  print(batch: Batch): Promise<Written>;
  close(): Promise<void>;
}

/** What lives for one batch fits into it; more costs memory (20 MB at V8's own size) and saves no time. */
const YOUNG_MB = 8;

interface Order {
  readonly resolve: (written: Written) => void;
  readonly reject: (error: Error) => void;
  readonly recipients: number;
}

/** A thread that dies fails whatever it was to print: nothing of that has left. */
export function openPress(plan: PressPlan): Press {
  const thread = new Worker(new URL('./press-thread.js', import.meta.url), {
    workerData: plan,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  const orders = new Map<number, Order>();
  let count = 0;
  let death: Error | undefined;
  const die = (error: Error) => {
    death ??= error;
    for (const { reject } of orders.values()) reject(death);
    orders.clear();
  };
  thread.on('error', die);
  thread.on('messageerror', die);
  thread.on('exit', () => die(new Error('The press has ended.')));
  thread.on('message', (printed: Printed) => {
    const order = orders.get(printed.id);
    orders.delete(printed.id);
    if (!order) return;
    if ('bytes' in printed) order.resolve({ bytes: printed.bytes, recipients: order.recipients });
    else order.reject(Object.assign(new Error(printed.message), { stack: printed.stack }));
  });
  return {
    print: (batch) =>
      new Promise((resolve, reject) => {
        if (death) return reject(death);
        count += 1;
        orders.set(count, { resolve, reject, recipients: batch.recipients.length });
        thread.postMessage({ id: count, batch });
      }),
    close: async () => {
      await thread.terminate();
    },
  };
}
