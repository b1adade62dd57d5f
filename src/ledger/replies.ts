/** What comes back of a letter: clicks, signatures and the provider's events. */
import type { ClickCounts } from '../clicks/count-clicks.ts';
import type {
  Address,
  BatchNumber,
  CampaignNumber,
  RecipientNumber,
  SignatureNumber,
} from '../terms.ts';
import type { SuppressionReason } from './ledger.ts';
import type { PreferenceKind } from './preference-ledger.ts';

/** A supporter's name under a petition. */
export interface SignatureDraft {
  readonly petition: string;
  readonly email: Address;
  readonly firstName: string;
  readonly lastName: string;
  readonly postcode: string;
  readonly country: string;
  readonly comment: string;
  /** She agreed to further mail. */
  readonly consent: boolean;
  /** The names of whatever else she agreed to. */
  readonly consents?: readonly string[] | undefined;
  readonly campaign: CampaignNumber | undefined;
  readonly recipient: RecipientNumber | undefined;
  /** Whose share link she came through. */
  readonly sharedBy?: SignatureNumber | undefined;
  /** A hash of the IP address's network and a salt that only its day knows. */
  readonly network?: string | undefined;
}

/** `link` is a tracked link of the letter, `trap` the one that no human sees. */
export type ClickKind = 'sign' | 'unsubscribe' | 'view' | 'link' | 'trap';

/** A visit of a link; the raw facts, from which the report tells people from scanners. */
export interface ClickDraft {
  readonly campaign: CampaignNumber;
  readonly recipient: RecipientNumber;
  readonly kind: ClickKind;
  /** Which of the tracked links. */
  readonly link?: number | undefined;
  readonly method: string;
  readonly userAgent: string;
  /** What the program said it fetched the page for, such as `prefetch`. */
  readonly purpose?: string | undefined;
  /** A hash of the IP address's network and a salt that only its day knows. */
  readonly network?: string | undefined;
}

/** One event of the provider in our words. `raw` is the JSON as it came. */
export interface EventDraft {
  /** The same for every delivery of the same event: what makes a replay harmless. */
  readonly identity: string;
  readonly campaign: CampaignNumber | undefined;
  readonly batch: BatchNumber | undefined;
  readonly recipient: RecipientNumber | undefined;
  readonly email: Address | undefined;
  /** Of the answer that took the batch: tells whose copy it is where the three above do not. */
  readonly messageId?: string | undefined;
  /** `processed`, `delivered`, `bounce`, `dropped`, `spamreport` …: unknown ones are kept too. */
  readonly event: string;
  readonly at: number;
  /** Set when the address must not be mailed again. */
  readonly suppress: SuppressionReason | undefined;
  /** The provider's words for it, such as the mail server's answer. */
  readonly detail?: string | undefined;
  readonly raw: string;
}

/** Clicks of one link of one edition; visits, but for `people`. */
export interface LinkClicks extends ClickCounts {
  readonly lang: string;
  readonly variant: string;
  readonly kind: ClickKind;
  /** Which of the edition's tracked links; null for a recipient's own ones. */
  readonly link: number | null;
  /** Recipients of whom at least one visit is taken for human. */
  readonly people: number;
}

export interface ClickFigures extends ClickCounts {
  readonly links: readonly LinkClicks[];
}

/** The figures of `report`: how many recipients, not how many events, unless said. */
export interface Figures {
  /** Distinct recipients by event. */
  readonly events: Readonly<Record<string, number>>;
  /** Of the sign links; those of all links in `links`. */
  readonly clicks: ClickFigures;
  readonly signatures: number;
  readonly unsubscribes: number;
  /** Who asked for fewer letters, not for none. */
  readonly preferences: Readonly<Record<PreferenceKind, number>>;
}
