/**
 * The part of the ledger that knows who must not be mailed, and why.
 *
 * An address has one suppression. The first one stays, unless a later one says more: imported is the
 * weakest (nobody knows why), then bounced and manual, then what the supporter said herself,
 * unsubscribed and complained. What is replaced or removed is kept as a former suppression.
 * Who was erased is suppressed too, by a hash of her address alone; what comes later is known already.
 */
import type { Address, CampaignName, CampaignNumber } from '../terms.ts';
import type { SuppressionReason } from './ledger.ts';

export interface SuppressionDraft {
  readonly email: Address;
  readonly reason: SuppressionReason;
  readonly campaign?: CampaignNumber | undefined;
  /** Milliseconds since 1970; now, if it is not known. */
  readonly at?: number | undefined;
  /** Why, in words: the provider's bounce, a note of staff, file and line of an import. */
  readonly detail?: string | undefined;
}

export interface Suppression {
  readonly email: Address;
  readonly reason: SuppressionReason;
  readonly campaign: CampaignName | undefined;
  readonly at: number;
  readonly detail: string;
}

/** A suppression that has ended: it was removed, or a stronger reason came. */
export interface FormerSuppression extends Suppression {
  /** They ended in the order of these. */
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly endedAt: number;
  /** Why it ended: what staff said, or the reason that came. */
  readonly why: string;
}

export interface FormerPage {
  readonly reason?: SuppressionReason | undefined;
  readonly limit: number;
  /** The last one of the page before. */
  readonly after?: Pick<FormerSuppression, 'id'> | undefined;
}

/** What became of drafts; their number is the sum of the three. */
export interface Kept {
  /** The addresses that were not suppressed before, each once. */
  readonly added: readonly Address[];
  /** The addresses whose suppression has now a stronger reason, each once. */
  readonly strengthened: readonly Address[];
  /** Drafts that change nothing. */
  readonly known: number;
}

export interface SuppressionPage {
  readonly reason?: SuppressionReason | undefined;
  readonly limit: number;
  /** The last suppression of the page before. */
  readonly after?: Pick<Suppression, 'email' | 'at'> | undefined;
}

/** How far one of the provider's lists has been read. Times in milliseconds since 1970. */
export interface SyncState {
  /** Everything up to here is known. Undefined before the list was read to its end once. */
  readonly until: number | undefined;
  /** A part of the list that was begun and not ended. */
  readonly begun: SyncWindow | undefined;
}

export interface SyncWindow {
  readonly from: number;
  readonly to: number;
  /** The entry with which to go on. */
  readonly offset: number;
}

/** Which list of which account. */
export interface SyncList {
  readonly source: string;
  readonly list: string;
}

export interface SuppressionLedger {
  /** True if the address was not suppressed before. */
  suppress(
    email: Address,
    reason: SuppressionReason,
    campaign: CampaignNumber | undefined,
    detail?: string,
  ): Promise<boolean>;
  /** All or none of them. */
  suppressAll(drafts: readonly SuppressionDraft[]): Promise<Kept>;
  /** What `suppressAll` would do. */
  weighSuppressions(drafts: readonly SuppressionDraft[]): Promise<Kept>;
  /** False if it was not suppressed, nor erased. What it was is kept, and why it no longer is. */
  unsuppress(email: Address, why: string): Promise<boolean>;
  isSuppressed(email: Address): Promise<boolean>;
  /** Which of these are suppressed, or erased. */
  suppressedAmong(emails: readonly Address[]): Promise<Set<Address>>;
  findSuppression(email: Address): Promise<Suppression | undefined>;
  /** A page of them, the newest first. */
  listSuppressions(page: SuppressionPage): Promise<Suppression[]>;
  /** How many there are for each reason that there is. */
  countSuppressions(): Promise<Partial<Record<SuppressionReason, number>>>;

  /** A page of those that have ended, the last ended first. */
  listFormerSuppressions(page: FormerPage): Promise<FormerSuppression[]>;
  countFormerSuppressions(reason?: SuppressionReason): Promise<number>;

  syncState(list: SyncList): Promise<SyncState>;
  /** A page of a provider's list, and how far the list is then read: both, or neither. */
  keepSynced(list: SyncList, state: SyncState, drafts: readonly SuppressionDraft[]): Promise<Kept>;
}
