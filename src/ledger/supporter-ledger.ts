/** The part of the ledger that knows all about one supporter, and can forget it. */
import type { Address, BatchNumber, CampaignName, Fields, RecipientNumber } from '../terms.ts';
import type { FormerSuppression, Skipped, Suppression } from './ledger.ts';
import type { PendingSignature } from './pending-ledger.ts';
import type { PreferenceKind } from './preference-ledger.ts';
import type { RecipientState } from './recipients-ledger.ts';
import type { Signature } from './signature-ledger.ts';

/** All that the ledger holds about an address. Times in milliseconds since 1970. */
export interface SupporterRecords {
  /** When she was erased: then nothing else is known, unless it has come since. */
  readonly erasedAt: number | undefined;
  readonly recipients: readonly OwnRecipient[];
  readonly skipped: readonly OwnSkipped[];
  readonly suppression: Suppression | undefined;
  readonly formerSuppressions: readonly FormerSuppression[];
  readonly preferences: readonly OwnPreference[];
  readonly signatures: readonly OwnSignature[];
  readonly pendingSignatures: readonly PendingSignature[];
  readonly clicks: readonly OwnClick[];
  readonly events: readonly OwnEvent[];
  readonly tests: readonly { readonly hash: string; readonly at: number }[];
}

interface OfCampaign {
  /** Undefined for one that the ledger does not hold. */
  readonly campaign: CampaignName | undefined;
}

export interface OwnRecipient extends OfCampaign {
  readonly number: RecipientNumber;
  readonly batch: BatchNumber;
  readonly subject: string;
  readonly lang: string;
  readonly variant: string;
  readonly fields: Fields;
  readonly state: RecipientState;
  readonly reason: string;
  /** When her batch left, if it did. */
  readonly leftAt: number | undefined;
}

export interface OwnSignature extends Signature {
  /** Whose letter it came through, if it was one that the ledger holds. */
  readonly campaignName: CampaignName | undefined;
}

export interface OwnSkipped extends Skipped, OfCampaign {}

export interface OwnPreference extends OfCampaign {
  readonly kind: PreferenceKind;
  readonly petition: string;
  readonly detail: string;
  readonly at: number;
}

/** The raw facts of a visit. */
export interface OwnClick extends OfCampaign {
  readonly kind: string;
  readonly link: number | null;
  readonly method: string;
  readonly userAgent: string;
  readonly purpose: string;
  readonly network: string;
  readonly at: number;
}

export interface OwnEvent extends OfCampaign {
  readonly event: string;
  readonly at: number;
  /** The JSON as it came. */
  readonly raw: string;
}

/** What became of an erasure. `changed` counts rows by table. */
export type Erasure =
  | {
      readonly isErased: true;
      /** When she was erased before; undefined if she was not. */
      readonly before: number | undefined;
      readonly changed: Readonly<Record<ErasedTableName, number>>;
    }
  /** A batch with her in it is on its way: its answer is to be waited for. */
  | { readonly isErased: false; readonly onItsWay: CampaignName };

export type ErasedTableName =
  | 'recipients'
  | 'skipped'
  | 'suppressions'
  | 'former_suppressions'
  | 'preferences'
  | 'signatures'
  | 'pending_signatures'
  | 'clicks'
  | 'events'
  | 'tests';

export interface SupporterLedger {
  supporterRecords(email: Address): Promise<SupporterRecords>;
  /**
   * Erases her from every table, at once or not at all. Rows that figures count stay, with nothing of
   * hers in them; her signatures too, unless they are withdrawn. A hash of the address is kept, and
   * nothing is mailed to her any more. A second time is no error.
   */
  eraseSupporter(email: Address, wish: { readonly withdraw: boolean }): Promise<Erasure>;
  /** When she was erased; undefined if she was not. */
  erasedAt(email: Address): Promise<number | undefined>;
  countErased(): Promise<number>;
  /**
   * Makes what was erased unreadable in the store's own files too. Takes seconds of a large one, while
   * others wait to write. Throws an OutcryError if others do not let go of it.
   */
  wipe(): Promise<void>;
  /** A campaign that a living process is sending: it would have to wait for a wipe. */
  campaignUnderWay(): Promise<CampaignName | undefined>;
}
