import type { CampaignNumber } from '../terms.ts';

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

/** Whether the next batch may leave. */
export type Departure =
  | { readonly mayGo: true }
  | { readonly mayGo: false; readonly waitMs: number; readonly reason: 'rate' | 'warm-up' };

/** The part of the ledger that keeps campaigns to their pace and time. */
export interface PaceLedger {
  /**
   * Lets the next batch of a campaign leave, and counts it, or says how long to wait before asking
   * again. One limit for all who send it, whatever was started anew in between.
   */
  reserveDeparture(campaign: CampaignNumber): Promise<Departure>;
  /** What was asked for later; a warm-up stays. */
  setRate(campaign: CampaignNumber, rate: Rate): Promise<void>;
}
