import type { Retry } from '../delivery/deliver.ts';
import type { Batch, Settlement, Tally } from '../ledger/ledger.ts';
import type { Winner } from '../ledger/trial-ledger.ts';
import type { BatchNumber } from '../terms.ts';

/**
 * What a send waits for; `limit` is SendGrid's own, `first` the answer to another worker's first batch,
 * `worker` that there is one.
 */
export type WaitReason =
  | 'start'
  | 'rate'
  | 'warm-up'
  | 'limit'
  | 'trial'
  | 'first'
  | 'wave'
  | 'worker';

/**
 * What is told while a campaign is sent, as it happens.
 * - batch: a batch was settled. - retry: one was not taken, or its answer not written: it is tried again;
 *   without `batch` where that holds for all.
 * - wait: nothing leaves before `until` (milliseconds since 1970); told once for each wait.
 * - wave: the first wave has passed, and the rest goes. - deaf: the guard hears nothing of what is sent.
 * - guard: it has stopped the campaign.
 * - winner: the variant that the rest gets is chosen.
 * - tally: how all stands that workers send, as the ledger has it.
 */
export type SendEvent =
  | { readonly type: 'batch'; readonly batch: Batch; readonly settlement: Settlement }
  | ({ readonly type: 'retry'; readonly batch?: BatchNumber } & Retry)
  | { readonly type: 'wait'; readonly reason: WaitReason; readonly until: number }
  | { readonly type: 'wave'; readonly recipients: number }
  | { readonly type: 'deaf' }
  | { readonly type: 'guard'; readonly reason: string }
  | { readonly type: 'winner'; readonly winner: Winner }
  | { readonly type: 'tally'; readonly tally: Tally };

export type Tell = (event: SendEvent) => void;
