/** The part of the ledger that knows which of our letters a supporter wants. */
import type { Address, CampaignNumber } from '../terms.ts';

/**
 * all       everything
 * monthly   at most one letter in 30 days, of whatever campaign
 * petition  nothing more about one petition
 * none      nothing: she is suppressed
 */
export type MailChoice = 'all' | 'monthly' | 'petition' | 'none';

/** Those that hold beside each other, and are looked up when a batch leaves. */
export type PreferenceKind = Extract<MailChoice, 'monthly' | 'petition'>;

export interface ChoiceDraft {
  readonly email: Address;
  readonly choice: MailChoice;
  /** The slug of the petition that `petition` is about. */
  readonly petition: string;
  /** The campaign whose letter brought her. */
  readonly campaign: CampaignNumber;
  /** How she said so, and why if she did. */
  readonly detail: string;
}

/** What holds for an address, as far as letters about one petition are concerned. */
export interface ChoiceStanding {
  readonly choice: MailChoice;
  /** Suppressed for what she cannot take back herself: a bounce, a complaint, staff. */
  readonly isHeld: boolean;
}

export interface PreferenceLedger {
  /**
   * Takes effect at once, also for batches that are planned. What she said before is replaced; a
   * suppression goes only if it was her own unsubscribing, and stays as a former one.
   */
  choose(draft: ChoiceDraft): Promise<ChoiceStanding>;
  choiceOf(email: Address, petition: string): Promise<ChoiceStanding>;
}
