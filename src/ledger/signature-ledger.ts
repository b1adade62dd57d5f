import type { ActNumber, Address, Fields, SignatureNumber } from '../terms.ts';
import type { DeliveryLedger } from './delivery-ledger.ts';
import type { SignatureDraft } from './replies.ts';

/** A comment is `new` until staff decide about it; only what is `shown` stands on a page. */
export type CommentState = 'new' | 'shown' | 'hidden';

/** A supporter's name under a petition, as it was counted. */
export interface Signature extends SignatureDraft {
  readonly number: SignatureNumber;
  readonly at: number;
  readonly commentState: CommentState;
  /** By which act of staff it does not count. */
  readonly invalidatedBy: ActNumber | undefined;
  /** By which act of staff its comment is nowhere shown or handed over. */
  readonly redactedBy: ActNumber | undefined;
}

export interface ValidPage {
  readonly petition: string;
  readonly limit: number;
  /** Only those with higher numbers. */
  readonly after?: SignatureNumber | undefined;
  /** From this time on. */
  readonly since?: number | undefined;
  /** Before this time. */
  readonly until?: number | undefined;
  /** Also those of who was erased: they count, and nothing is known of them. */
  readonly withErased?: boolean | undefined;
  /** Only those that no delivery has held. */
  readonly undelivered?: boolean | undefined;
}

/** A signature that counts. Its comment is empty if staff have redacted it. */
export interface ValidSignature extends Signature {
  /** What the list said of her, if she came by a letter; else empty. */
  readonly fields: Fields;
  readonly isErased: boolean;
}

/** `invalidate` makes signatures not count, `redact` keeps comments out of pages, exports and deliveries. */
export type ActKind = 'invalidate' | 'redact';

export interface SignatureActDraft {
  readonly petition: string;
  readonly kind: ActKind;
  /** How staff chose them: the condition as typed, or numbers. */
  readonly chosen: string;
  readonly reason: string;
  /** Who did it. */
  readonly by: string;
  readonly numbers: readonly SignatureNumber[];
}

/** What staff took out of the signatures of a petition, and whether it was taken back. */
export interface SignatureAct extends Omit<SignatureActDraft, 'numbers'> {
  readonly number: ActNumber;
  readonly at: number;
  /** How many it took out. */
  readonly signatures: number;
  readonly undone: { readonly by: string; readonly at: number } | undefined;
}

export interface SignaturePage {
  readonly petition?: string | undefined;
  /** Only those with a comment in this state. */
  readonly comments?: CommentState | undefined;
  /** Only those that do not count. */
  readonly invalid?: boolean | undefined;
  readonly limit: number;
  /** Only those that are older than this one. */
  readonly before?: SignatureNumber | undefined;
}

/** What a petition's page shows of somebody who agreed to it. */
export interface ShownComment {
  readonly firstName: string;
  readonly comment: string;
}

/** What staff have said of a petition; it stands above the day on which its appeal closes it. */
export interface PetitionDecision {
  readonly state: 'open' | 'closed';
  readonly at: number;
}

/** The part of the ledger that holds the signatures. */
export interface SignatureLedger extends DeliveryLedger {
  /** One signature a person and petition: a second one is no error and `isNew` is false. */
  recordSignature(signature: SignatureDraft): Promise<{ isNew: boolean }>;
  hasSigned(petition: string, email: Address): Promise<boolean>;
  signatureOf(petition: string, email: Address): Promise<SignatureNumber | undefined>;
  signature(number: SignatureNumber): Promise<Signature | undefined>;
  /** Of those that count. */
  countSignatures(petition: string): Promise<number>;
  /** A page of those that count, in the order of their numbers, redacted comments left out. */
  validPage(page: ValidPage): Promise<ValidSignature[]>;
  /**
   * Takes signatures or comments out until it is undone: all of the numbers that are of the petition,
   * and that no other act has taken out before.
   */
  takeOut(act: SignatureActDraft): Promise<SignatureAct>;
  /** Undoes an act; a second time changes nothing. Undefined if there is no such act. */
  takeBack(act: ActNumber, by: string): Promise<SignatureAct | undefined>;
  signatureAct(act: ActNumber): Promise<SignatureAct | undefined>;
  /** Of all petitions unless one is named; the newest first. */
  signatureActs(petition?: string): Promise<SignatureAct[]>;
  /** The newest first. */
  listSignatures(page: SignaturePage): Promise<Signature[]>;
  /** How many comments there are in each state that any is in; of all petitions unless one is named. */
  countComments(petition?: string): Promise<Partial<Record<CommentState, number>>>;
  /** Where a comment is to stand. What it may be, and whether its signer agreed, is the caller's to know. */
  decideComment(number: SignatureNumber, state: CommentState): Promise<void>;
  /** The newest that are shown. */
  shownComments(petition: string, limit: number): Promise<ShownComment[]>;
  petitionDecision(slug: string): Promise<PetitionDecision | undefined>;
  decidePetition(slug: string, state: PetitionDecision['state']): Promise<void>;
}
