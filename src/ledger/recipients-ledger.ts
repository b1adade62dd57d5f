import type { Address, BatchNumber, CampaignNumber, Recipient, RecipientNumber } from '../terms.ts';
import type { Skipped, SkipReason } from './ledger.ts';

export type RecipientState = 'accepted' | 'refused' | 'unknown' | 'suppressed' | 'planned';

/** What became of one recipient. The states are those of a tally. */
export interface RecipientReport extends Recipient {
  readonly batch: BatchNumber;
  readonly state: RecipientState;
  /** Why she did not get it, or not yet, as far as it is known; of who was accepted, what came back. */
  readonly reason: string;
}

/** A row of the lists that did not become a recipient; `id` is where the next page begins. */
export interface LeftOutRow extends Skipped {
  readonly id: number;
}

export interface RecipientsPage {
  /** The last number of the page before. */
  readonly after?: RecipientNumber | undefined;
  readonly limit: number;
}

export interface ReportsPage extends RecipientsPage {
  /** Those alone who are in one of these states; everybody, if it is not said. */
  readonly states?: readonly RecipientState[] | undefined;
}

export interface LeftOutPage {
  readonly reason: SkipReason;
  /** The last id of the page before. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** Addresses of a stretch of recipients, and where it ends: undefined after the last one. */
export interface MailedPage {
  readonly emails: readonly Address[];
  readonly last: RecipientNumber | undefined;
}

/** The part of the ledger that tells who got a campaign, and who did not. */
export interface RecipientsLedger {
  /**
   * A page of a campaign's recipients by number, each with her state at this moment. Numbers do not
   * change, so whoever reads page by page sees everybody once, also while the campaign is being sent.
   */
  recipientsPage(campaign: CampaignNumber, page: ReportsPage): Promise<RecipientReport[]>;
  /** A page of the rows that were left out for one reason, in the order of the lists. */
  leftOutPage(campaign: CampaignNumber, page: LeftOutPage): Promise<LeftOutRow[]>;
  /**
   * Who was mailed, or may have been, among the next `limit` recipients: accepted, unknown, and what
   * is on its way.
   */
  mailedPage(campaign: CampaignNumber, page: RecipientsPage): Promise<MailedPage>;
}
