/** The part of the ledger that forgets the people of campaigns that are long over. */
import type { CampaignNumber } from '../terms.ts';

/** Why the people of a campaign are still needed. */
export type StillNeeded = 'unfinished' | 'unknown' | 'recent';

/** What is known of a campaign's people; rows of each kind. */
export interface PersonalRows {
  readonly events: number;
  readonly clicks: number;
  readonly skipped: number;
  /** Recipients of whom more is known than address and outcome. */
  readonly fields: number;
}

export interface Forgettable {
  readonly needed: StillNeeded | undefined;
  readonly rows: PersonalRows;
  /** When its last letter left; undefined where none did. */
  readonly lastLeftAt: number | undefined;
  /** Since when it is forgotten; undefined while it is not, or not all of it. */
  readonly forgottenAt: number | undefined;
}

export interface ForgetLedger {
  forgettable(campaign: CampaignNumber): Promise<Forgettable>;
  /**
   * Deletes events, clicks, rows left out and the recipients' fields, in steps that hold nobody up;
   * their sums are kept first, so that reports say the same. Events and clicks of the last three days
   * stay for the next time. Addresses and numbers stay: links of old letters work, and who had the
   * letter is known. Goes on where it was stopped; false if it was stopped. Throws for a campaign that
   * is still needed.
   */
  forgetPeople(
    campaign: CampaignNumber,
    options?: {
      readonly signal?: AbortSignal | undefined;
      /** Told how many more rows are gone. */
      readonly onProgress?: ((rows: number) => void) | undefined;
    },
  ): Promise<boolean>;
}
