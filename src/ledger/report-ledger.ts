import type { CampaignNumber } from '../terms.ts';

/** What became of the recipients at one mail domain; recipients, not events. */
export interface DomainFigures {
  /** Empty for recipients who were erased. */
  readonly domain: string;
  readonly recipients: number;
  /** Of batches that were taken, without those who were left out. */
  readonly accepted: number;
  readonly delivered: number;
  readonly bounced: number;
  readonly dropped: number;
  readonly complaints: number;
  /** Those who followed their sign link, as `clicks` counts people. */
  readonly clicked: number;
  /** Of these recipients, through their own links. */
  readonly signatures: number;
}

/** What brought the signatures under the campaign's petition; the five are all that there are. */
export interface SignatureSources {
  /** The recipients' own links. */
  readonly link: number;
  /** Share links of whoever signed so, and of those who came through them, and so on. */
  readonly shared: number;
  /** The public page itself. */
  readonly public: number;
  /** Share links of whoever signed there, and so on. */
  readonly public_shared: number;
  /** The links of other campaigns, and the shares of whoever signed through them. */
  readonly other_campaigns: number;
}

/** Signatures through the recipients' own links in the hour that begins `at` (milliseconds since 1970). */
export interface HourFigures {
  readonly at: number;
  readonly signatures: number;
}

/** The part of the ledger that reports alone ask for. */
export interface ReportLedger {
  /** Those with the most recipients first, of equal ones by name. */
  byDomain(campaign: CampaignNumber): Promise<DomainFigures[]>;
  signatureSources(campaign: CampaignNumber): Promise<SignatureSources>;
  /** Hours without any are left out. */
  signaturesByHour(campaign: CampaignNumber): Promise<HourFigures[]>;
}
