import type { CampaignNumber, Petition } from '../terms.ts';
import type { Campaign } from './ledger.ts';

/** Another campaign, and whom it shares with one that is to be sent. */
export interface EarlierSend {
  readonly campaign: Campaign;
  /** Its recipients who were mailed, or may have been. */
  readonly mailed: number;
  /** Of those whom the one has still to mail: who was mailed by this one already, or may have been. */
  readonly overlap: number;
  /** Of those: whom this one has still to mail too. */
  readonly waiting: number;
}

/** A campaign without its letter. */
export interface RecentCampaign {
  readonly number: CampaignNumber;
  readonly hash: string;
  readonly petition: Petition;
}

/**
 * The part of the ledger that shows who would get a letter twice: it keeps people from getting a
 * campaign twice, but not from getting the same letter from two of them.
 */
export interface RepeatLedger {
  /** Campaigns of the same hash, the newest first, tests too. */
  earlierSends(campaign: CampaignNumber): Promise<EarlierSend[]>;
  /** Those opened since then, and older ones that are not done; the newest first, tests too. */
  recentCampaigns(since: number): Promise<RecentCampaign[]>;
  sharedWith(campaign: CampaignNumber, other: Campaign): Promise<EarlierSend>;
}
