import type { CampaignNumber } from '../terms.ts';

/** When a trial decides itself; nothing of it where a person is to. */
export interface TrialRule {
  /** Once a variant is the best with this probability, 0 to 1. */
  readonly probability?: number | undefined;
  /** At this time at the latest, in milliseconds since 1970. */
  readonly until?: number | undefined;
  /** So many milliseconds after the trial was sent at the latest. */
  readonly afterMs?: number | undefined;
}

/** Variants of a letter that are tried on some of its recipients; the rest gets the winner. */
export interface TrialDraft {
  readonly variants: readonly { readonly variant: string; readonly subject: string }[];
  /** The share of the audience that it is tried on, 0 to 1. */
  readonly share: number;
  readonly rule: TrialRule;
}

/** Which variant the rest gets. Once it stands in the ledger, it never changes. */
export interface Winner {
  readonly variant: string;
  readonly how: 'hand' | 'probability' | 'deadline';
  /** That it was the best, as it looked when it was chosen. */
  readonly probability: number;
  readonly at: number;
}

export interface Trial extends TrialDraft {
  /** When the last batch of it was settled, as far as that was looked at. */
  readonly sentAt: number | undefined;
  readonly winner: Winner | undefined;
}

/** How one variant fares; `''` is the rest, whose batches carry the winner. */
export interface VariantFigures {
  readonly variant: string;
  readonly recipients: number;
  readonly accepted: number;
  /** Of those who were accepted. */
  readonly signatures: number;
}

/** The same of one of its languages. */
export interface EditionFigures extends VariantFigures {
  readonly lang: string;
}

/** The part of the ledger that holds variants. The rest of a trial cannot be claimed before its winner is. */
export interface TrialLedger {
  /** Undefined for a campaign whose letter has no variants, and for a test of one that has. */
  trialOf(campaign: CampaignNumber): Promise<Trial | undefined>;
  byEdition(campaign: CampaignNumber): Promise<readonly EditionFigures[]>;
  /**
   * When the trial was sent: kept when nothing of it is planned or under way any more. Undefined as
   * long as something is.
   */
  trialSent(campaign: CampaignNumber): Promise<number | undefined>;
  /** Durable before this returns. Gives the winner, which is another one if it was chosen before. */
  chooseWinner(campaign: CampaignNumber, winner: Omit<Winner, 'at'>): Promise<Winner>;
}
