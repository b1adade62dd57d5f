/**
 * The ledger knows what happened to every recipient, and promises that nobody is mailed twice and
 * nobody is lost.
 *
 *   batch:     planned ──claim──▶ sending ──settle──▶ accepted   202; the message id is kept
 *                 ▲                  │               refused    4xx; nothing was sent; the reason is kept
 *                 └──── not taken ───┤               unknown    it may have been taken: never resent by itself
 *                                    └─ died ──▶     unknown
 *
 *   campaign:  freezing ──▶ ready ──▶ sending ──▶ done      every recipient is accepted, refused,
 *                                      │  ▲                 suppressed or held as unknown
 *                                      ▼  │
 *                                     paused
 *              any of these before done ──▶ cancelled     what is planned is never sent
 *
 * A batch is marked `sending` durably before its request leaves. Its state is every recipient's
 * state, but for the exceptions: a recipient who was suppressed when the batch left has an outcome
 * of her own.
 */
import type {
  Address,
  BatchNumber,
  CampaignName,
  CampaignNumber,
  Fields,
  Petition,
  Recipient,
  RecipientNumber,
} from '../terms.ts';
import type { ForgetLedger } from './forget-ledger.ts';
import type { GuardDraft, GuardLedger } from './guard-ledger.ts';
import type { OversightLedger } from './oversight-ledger.ts';
import type { Pace, PaceLedger } from './pace-ledger.ts';
import type { PendingLedger } from './pending-ledger.ts';
import type { PreferenceLedger } from './preference-ledger.ts';
import type { RecipientsLedger } from './recipients-ledger.ts';
import type { RepeatLedger } from './repeat-ledger.ts';
import type { ClickDraft, EventDraft, Figures } from './replies.ts';
import type { ReportLedger } from './report-ledger.ts';
import type { SendersLedger, StopWords } from './senders-ledger.ts';
import type { SignatureLedger } from './signature-ledger.ts';
import type { SupporterLedger } from './supporter-ledger.ts';
import type { SuppressionLedger } from './suppression-ledger.ts';
import type { TrialDraft, TrialLedger } from './trial-ledger.ts';
import type { WebServerLedger } from './web-server-ledger.ts';

export type * from './forget-ledger.ts';
export type * from './guard-ledger.ts';
export type * from './oversight-ledger.ts';
export type * from './preference-ledger.ts';
export type { EarlierSend } from './repeat-ledger.ts';
export type * from './replies.ts';
export type * from './report-ledger.ts';
export type * from './senders-ledger.ts';
export type * from './signature-ledger.ts';
export type * from './supporter-ledger.ts';
export type * from './suppression-ledger.ts';

export type BatchState = 'planned' | 'sending' | 'accepted' | 'refused' | 'unknown';
export type CampaignState = 'freezing' | 'ready' | 'sending' | 'paused' | 'done' | 'cancelled';

/** What is known when a campaign is opened. `message` is the compiled letter as JSON. */
export interface CampaignDraft {
  /** The name wished for; the ledger adds `-2`, `-3` … if it is taken. */
  readonly name: string;
  readonly subject: string;
  readonly petition: Petition;
  readonly lang: string;
  /** The letter's other editions, by language; empty if there is but one. */
  readonly translations: Translations;
  /** Everything that a later `resume` needs in order to send the very same letter, as JSON. */
  readonly envelope: string;
  /** SHA-256 of what is sent, in hex; what `--test` recorded is compared with it. */
  readonly hash: string;
  /** When it is to start, if not at once. */
  readonly startsAt?: number | undefined;
  readonly pace?: Pace | undefined;
  /** Set where variants are tried before the rest is sent. */
  readonly trial?: TrialDraft | undefined;
  /** What watches over it; nothing, for a test. */
  readonly guard?: GuardDraft | undefined;
}

/** What the web side and the reports show of an edition, by language. */
export type Translations = Readonly<
  Record<string, { readonly subject: string; readonly petition: Petition }>
>;

export interface Campaign extends Omit<CampaignDraft, 'trial' | 'guard'> {
  readonly name: CampaignName;
  readonly number: CampaignNumber;
  readonly state: CampaignState;
  /** Milliseconds since 1970, as all times in the ledger. */
  readonly createdAt: number;
  /** Why it was paused, where it was not staff who paused it. */
  readonly stop?: StopWords | undefined;
}

/** One row of a list, read and valid. `file` and `line` say where it stands. */
export interface Supporter {
  readonly email: Address;
  readonly fields: Fields;
  readonly file: string;
  readonly line: number;
  /** The language of the edition that she gets; absent for the campaign's own. */
  readonly lang?: string | undefined;
  /** The variant that she gets; absent or empty where there is none, and for the rest of a trial. */
  readonly variant?: string | undefined;
  /** Whether she gets the letter in the first wave, before the rest. */
  readonly isFirst?: boolean | undefined;
  /** Those of whom it is the same share batches: their copies have the same text in common. */
  readonly branches?: string | undefined;
}

export type SkipReason = 'duplicate' | 'invalid' | 'suppressed';

/** Somebody of the list who did not become a recipient, and why. */
export interface Skipped {
  readonly file: string;
  readonly line: number;
  /** As it stands in the list: may be no address at all. */
  readonly email: string;
  readonly reason: SkipReason;
  readonly detail: string;
}

export interface Batch {
  readonly campaign: CampaignNumber;
  readonly number: BatchNumber;
  /** Which claim of it this is: 1, 2, 3 … What comes of an earlier one does not count any more. */
  readonly claim: number;
  /** What it carries is the same for all of its recipients, so it has one language and one variant. */
  readonly lang: string;
  /** Empty where the letter has none. */
  readonly variant: string;
  readonly recipients: readonly FrozenRecipient[];
}

/** A recipient as the ledger keeps her: whoever writes her copy reads the fields. */
export interface FrozenRecipient extends Omit<Recipient, 'fields'> {
  /** JSON of `Fields`. */
  readonly fields: string;
}

/** A recipient, and the language and variant of the edition that she got. */
export interface Addressee extends Recipient {
  readonly lang: string;
  readonly variant: string;
  /** Nothing is known of her any more: in the place of her address stands a mark. */
  readonly isErased: boolean;
}

/**
 * How an attempt to deliver a batch ended. `notTaken` puts the batch back to planned. `divided` does
 * so too, but in two batches, so that one recipient whom the provider refuses does not cost the
 * others theirs: the suspects if there are any, else the second half, become a batch of their own.
 */
export type Settlement =
  | { readonly state: 'accepted'; readonly messageId: string }
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'unknown'; readonly reason: string }
  | { readonly state: 'notTaken'; readonly reason: string }
  | {
      readonly state: 'divided';
      readonly reason: string;
      readonly suspects: readonly RecipientNumber[];
    };

/** Recipients by state; `recipients` is the sum of the five. `batches` and `requests` count requests. */
export interface Tally {
  readonly recipients: number;
  /** Batches that are `sending` are counted here while their sender is alive, else under `unknown`. */
  readonly planned: number;
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  readonly suppressed: number;
  readonly batches: number;
  /** Batches that were answered or may have been taken; tries that were not taken do not count. */
  readonly requests: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
}

/** A batch that needs attention, with the addressless facts that staff are shown. */
export interface BatchReport {
  readonly number: BatchNumber;
  readonly state: BatchState;
  readonly recipients: number;
  readonly reason: string;
}

export type SuppressionReason = 'unsubscribed' | 'bounced' | 'complained' | 'manual' | 'imported';

/** How one edition of a campaign fares. */
export interface LanguageFigures {
  readonly recipients: number;
  /** Of its own recipients. */
  readonly signatures: number;
}

export interface Ledger
  extends ForgetLedger,
    GuardLedger,
    OversightLedger,
    PaceLedger,
    PendingLedger,
    PreferenceLedger,
    RecipientsLedger,
    RepeatLedger,
    ReportLedger,
    SendersLedger,
    SignatureLedger,
    SupporterLedger,
    SuppressionLedger,
    TrialLedger,
    WebServerLedger {
  /** Opens a campaign in state `freezing`. */
  openCampaign(draft: CampaignDraft): Promise<Campaign>;
  /**
   * Freezes the audience: numbers the supporters in order, leaves out doubles and suppressed
   * addresses (kept as skipped, with the reason), plans batches of `batchSize`, each of one
   * language and variant, and makes the campaign `ready`. Memory does not grow with the list. A crash half-way leaves it `freezing`,
   * with nobody mailed. Rows are read while the ledger is held: whoever makes them must not ask it.
   */
  freezeAudience(
    campaign: CampaignNumber,
    rows: AsyncIterable<Supporter | Skipped>,
    batchSize: number,
  ): Promise<void>;
  /** Forgets a campaign of which nothing was sent (an abandoned freeze, a summary that staff declined). */
  dropCampaign(campaign: CampaignNumber): Promise<void>;

  findCampaign(name: string): Promise<Campaign | undefined>;
  campaignByNumber(number: CampaignNumber): Promise<Campaign | undefined>;
  /** The newest campaign of the petition with this slug; tests have a slug of their own. */
  campaignOfPetition(slug: string): Promise<Campaign | undefined>;
  /** The newest first. */
  listCampaigns(): Promise<Campaign[]>;
  /**
   * False, and nothing is changed, if it was cancelled: that is for good. Throws for `done` while a
   * batch is planned or sending: nobody may be lost.
   */
  setCampaignState(campaign: CampaignNumber, state: CampaignState): Promise<boolean>;

  /**
   * Claims the next planned batch: durably `sending` before this returns. Recipients who have been
   * suppressed since the freeze, or want no such letter now, are left out and marked; a batch of which nobody is left is passed over.
   * Undefined if none is left, or the campaign is not `ready` or `sending` (it may have been paused, or
   * be `ready` for a later time). Heeds no pace: `claimAtPace` does.
   * Throws an OutcryError (exit 4) if another process has become the sender.
   */
  claimBatch(campaign: CampaignNumber): Promise<Batch | undefined>;
  /**
   * Once for every claim; throws if the batch is not `sending` (an `unknown` one may turn out accepted).
   * Throws an OutcryError (exit 4) if another process has become the sender, and the batch is its.
   */
  settleBatch(batch: Batch, settlement: Settlement): Promise<void>;
  /**
   * What staff have decided about unknown batches (all, if none is named): `accepted` counts their
   * recipients as mailed, `planned` sends to them again, and may mail them twice. Returns how many
   * recipients that were; a batch that is no longer unknown is left as it is. A campaign that was `done`
   * is `paused` where something is planned again.
   */
  decideUnknown(
    campaign: CampaignNumber,
    decision: 'accepted' | 'planned',
    batches?: readonly BatchNumber[],
  ): Promise<number>;
  tally(campaign: CampaignNumber): Promise<Tally>;
  /** The figures of each edition, in the order of the languages' names. */
  byLanguage(campaign: CampaignNumber): Promise<Readonly<Record<string, LanguageFigures>>>;
  /** Batches refused or unknown. */
  troubledBatches(campaign: CampaignNumber): Promise<BatchReport[]>;

  /** Rows of the lists that were left out for a reason of their own (`invalid`), the first `limit`. */
  skippedRows(campaign: CampaignNumber, limit: number): Promise<Skipped[]>;

  recipient(campaign: CampaignNumber, number: RecipientNumber): Promise<Addressee | undefined>;
  /** The first `limit` recipients, in order. */
  firstRecipients(campaign: CampaignNumber, limit: number): Promise<Recipient[]>;

  recordClick(click: ClickDraft): Promise<void>;
  /**
   * Judges what `figures` would have to judge first: clicks that are new, or whose recipient has come
   * again or signed since. Of all campaigns, unless one is named. Returns of how many recipients;
   * after a `stop`, the rest is left for the next time.
   */
  judgeNewClicks(campaign?: CampaignNumber, stop?: AbortSignal): Promise<number>;

  /** Keeps the new ones, suppresses, settles unknown batches by `processed`. Returns how many were new. */
  recordEvents(events: readonly EventDraft[]): Promise<number>;

  recordTest(hash: string, email: string): Promise<void>;
  /** When and to whom exactly this message was sent as a test; the newest first. */
  testsOf(hash: string): Promise<{ email: string; at: number }[]>;

  figures(campaign: CampaignNumber): Promise<Figures>;
  close(): Promise<void>;
}
