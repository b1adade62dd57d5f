import type { Kysely, Transaction } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { BatchPlan } from './batch-plan.ts';
import type { Batch, Ledger, Supporter } from './ledger.ts';
import type { PacedClaim } from './pace-ledger.ts';
import type { Schema } from './schema.ts';
import type { Connections } from './web-server-ledger.ts';

/** A process that may send. Two are the same only if all three agree: pids are used again. */
export interface Process {
  readonly pid: number;
  /** Where its pid means it: as `thisHost` gives it. */
  readonly host: string;
  readonly startedAt: number;
}

/** Where rows of an audience go. */
export interface Appending {
  readonly campaign: CampaignNumber;
  readonly plan: BatchPlan;
}

/** Who was not added (the same object), and the recipient who has her address already, if it is that. */
export interface LeftOut {
  readonly supporter: Supporter;
  readonly twin?: number | undefined;
}

/**
 * Adds supporters as recipients, numbered without gaps in their order, and returns those of them who
 * were left out because their address is suppressed or in the campaign already. It runs inside `tx`.
 * The one statement that each database does its own way, because it runs for every row of a list.
 */
export type AppendRecipients = (
  tx: Kysely<Schema>,
  supporters: readonly Supporter[],
) => Promise<LeftOut[]>;

/** Once for an audience, which has no recipients yet. */
export type OpenAppending = (to: Appending) => AppendRecipients;

/**
 * Claims the next batch, at the campaign's pace or whatever that is. The second thing that each database
 * does its own way, because it runs for every batch while others wait.
 */
export type Claim = (
  context: LedgerContext,
  campaign: CampaignNumber,
  how: { readonly paced: boolean },
) => Promise<PacedClaim>;

/** Records that a batch was accepted, durable later; false where it was not `sending` by that claim. */
export type Accept = (context: LedgerContext, batch: Batch, messageId: string) => Promise<boolean>;

/** Plans again what this process has claimed without hearing of it: nothing of that has left. */
export type PutBack = (context: LedgerContext, campaign: CampaignNumber) => Promise<void>;

/** Does the work in a transaction of its own. */
export type Transact = <T>(work: (tx: Transaction<Schema>) => Promise<T>) => Promise<T>;

/** The functions of the ledger that thousands may call in a second. */
export type ForVisitors = Pick<
  Ledger,
  'recipient' | 'recordClick' | 'recordSignature' | 'signatureOf'
>;

/** One database, and what each kind of database does its own way. */
export interface LedgerStore {
  readonly db: Kysely<Schema>;
  /** Whether programs on several machines use it. */
  readonly isShared: boolean;
  /**
   * As if transactions ran one after another; durable when this returns. The work may be done again,
   * what it did before undone.
   */
  readonly transaction: Transact;
  /**
   * The same, but a power cut (no crash of a program) may undo it, with whatever came after it: for
   * what is known to be true anyway. The next ordinary one makes it durable.
   */
  readonly relaxed: Transact;
  /** As relaxed, for what judges clicks: one at a time, and while nobody who signs writes to them. */
  readonly judging: Transact;
  /** For who writes down that somebody is erased: while no rows of a list are being appended. */
  readonly erasing: Transact;
  /** Begun anew if it is undone, and about what nobody else writes; the work is done once. */
  readonly appending: Transact;
  /** What visitors ask, who come many at a time; what is written is durable when it is answered. */
  readonly forVisitors: (context: LedgerContext) => ForVisitors;
  readonly openAppending: OpenAppending;
  readonly claim: Claim;
  /** Absent where a claim is always heard of. */
  readonly putBack?: PutBack | undefined;
  /** Absent where the general way is as quick. */
  readonly accept?: Accept | undefined;
  /** Asks for the clock of the database, where several machines share it: milliseconds since 1970. */
  readonly readClock?: (() => Promise<() => number>) | undefined;
  readonly close: () => Promise<void>;
  readonly connections?: (() => Connections) | undefined;
  /** How many rows of a list are appended at once. */
  readonly chunkRows: number;
  /** Whether the next rows are read meanwhile: where it is another process that appends them. */
  readonly readsAhead: boolean;
  /** Once a whole list is appended: the database may have to look at it before it is asked. */
  readonly appended: () => Promise<void>;
  /** Makes what was deleted or written over unreadable in the store's own files too. */
  readonly wipe: () => Promise<void>;
}

/** What every function of the ledger is given. */
export interface LedgerContext extends LedgerStore {
  readonly now: () => number;
  /** Whether `now` is the database's clock, as far as this process knows it. */
  readonly isDatabaseTime: boolean;
  readonly self: Process;
  /** When this machine started: a lease from before it is a dead one. */
  readonly bootedAt: number;
}
