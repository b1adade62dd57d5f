import type { Address, SignatureNumber } from '../terms.ts';
import type { SignatureDraft } from './replies.ts';

/** A comment is `new` until staff decide about it; only what is `shown` stands on a page. */
export type CommentState = 'new' | 'shown' | 'hidden';

/** A supporter's name under a petition, as it was counted. */
export interface Signature extends SignatureDraft {
  readonly number: SignatureNumber;
  readonly at: number;
  readonly commentState: CommentState;
}

export interface SignaturePage {
  readonly petition?: string | undefined;
  /** Only those with a comment in this state. */
  readonly comments?: CommentState | undefined;
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

/** The part of the ledger that holds the signatures that count. */
export interface SignatureLedger {
  /** One signature a person and petition: a second one is no error and `isNew` is false. */
  recordSignature(signature: SignatureDraft): Promise<{ isNew: boolean }>;
  hasSigned(petition: string, email: Address): Promise<boolean>;
  signatureOf(petition: string, email: Address): Promise<SignatureNumber | undefined>;
  signature(number: SignatureNumber): Promise<Signature | undefined>;
  countSignatures(petition: string): Promise<number>;
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
