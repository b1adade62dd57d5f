import type { PendingNumber } from '../terms.ts';
import type { SignatureDraft } from './replies.ts';

/** What somebody typed on a petition's public page: it counts once she has confirmed it by mail. */
export interface PendingDraft extends Omit<SignatureDraft, 'campaign' | 'recipient'> {
  /** The language of the page, and of the mail. */
  readonly lang: string;
}

export interface PendingSignature extends PendingDraft {
  readonly typedAt: number;
  /** Then the names and words are in the signature alone, and empty here. */
  readonly isConfirmed: boolean;
}

export interface Confirmed {
  /** Whether it was not counted before. */
  readonly isNew: boolean;
  readonly petition: string;
}

/** The part of the ledger that holds signatures which are still to be confirmed. */
export interface PendingLedger {
  /**
   * Keeps what was typed until its signer confirms it: one a person and petition, the newest stays.
   * Returns its number if she is to be mailed, and holds the mail for sent from here on. Undefined
   * where nobody is to be: she has signed or is suppressed (then nothing is kept), was mailed about
   * this petition within the hour, or five times within a day.
   */
  keepPending(draft: PendingDraft): Promise<PendingNumber | undefined>;
  /** The mail did not leave after all: who asks again is mailed at once. */
  forgetMail(pending: PendingNumber): Promise<void>;
  /** The same, where it is not known whether it was held for sent since then. */
  forgetMailSince(whose: Pick<PendingDraft, 'petition' | 'email'>, since: number): Promise<void>;
  pendingSignature(pending: PendingNumber): Promise<PendingSignature | undefined>;
  /**
   * Counts it, if it is still what was typed at `typedAt` (else undefined): nobody confirms what she
   * was not shown. A second time is no error, and `isNew` is false.
   */
  confirmPending(pending: PendingNumber, typedAt: number): Promise<Confirmed | undefined>;
  /** Forgets what was typed before then and never confirmed. Returns how many that were. */
  purgePending(before: number): Promise<number>;
}
