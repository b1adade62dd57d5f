import type { CampaignNumber } from '../terms.ts';
import type { Batch } from './ledger.ts';

/** So many recipients in so many milliseconds. */
export interface Rate {
  readonly recipients: number;
  readonly ms: number;
}

/** How fast a campaign may go; nothing of it for as fast as SendGrid takes it. */
export interface Pace {
  readonly rate?: Rate | undefined;
  /** The most recipients on the first day, the second …; the last holds for every further day. */
  readonly warmUp?: readonly number[] | undefined;
}

/**
 * The next batch (undefined where `claimBatch` gives none), or how long it is to wait, and why: workers
 * wait, too, for the provider's limit (`limit`), and for the answer to a campaign's first batch.
 */
export type PacedClaim =
  | { readonly batch: Batch | undefined }
  | { readonly waitMs: number; readonly reason: 'rate' | 'warm-up' | 'limit' | 'first' };

/** On which day of its warm-up a campaign is, how many left on it, and when it ends. */
export interface WarmUpDay {
  readonly day: number;
  readonly used: number;
  /** Milliseconds since 1970. */
  readonly ends: number;
}

/** The part of the ledger that keeps campaigns to their pace and time. */
export interface PaceLedger {
  /**
   * Claims the next batch as `claimBatch` does, and counts it, if the campaign's pace lets it leave
   * now; in one transaction, so that one limit holds for all who send it, whatever was started anew in
   * between. What turns out not to have been taken is given back to its day.
   */
  claimAtPace(campaign: CampaignNumber): Promise<PacedClaim>;
  /**
   * Keeps all workers back for so many milliseconds, whatever campaign they send: what one was told of
   * the provider's limit holds for the account.
   */
  holdBack(ms: number): Promise<void>;
  /** What was asked for later; a warm-up stays. */
  setRate(campaign: CampaignNumber, rate: Rate): Promise<void>;
  /** Undefined before the first batch, and without a warm-up. */
  warmUpDay(campaign: CampaignNumber): Promise<WarmUpDay | undefined>;
  /**
   * Begins what waited for its time: `sending` from here on, and without a time. False if it is no
   * longer `ready`: it was paused or cancelled at the last moment.
   */
  beginWaiting(campaign: CampaignNumber): Promise<boolean>;
}
