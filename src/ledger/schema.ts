import type { Generated, Insertable, Selectable } from 'kysely';
import type { RuleName } from '../clicks/rules.ts';
import type { DeliveriesTable, DeliveryMailsTable } from './delivery-tables.ts';
import type { GuardTables } from './guard-schema.ts';
import type { KeptFiguresTable } from './kept-figures.ts';
import type { BatchState, CampaignState, ClickKind, SkipReason } from './ledger.ts';
import type {
  PendingSignaturesTable,
  PetitionsTable,
  SignatureActsTable,
  SignaturesTable,
} from './signature-tables.ts';
import type {
  ErasedTable,
  ErasureKeysTable,
  FormerSuppressionsTable,
  PreferencesTable,
  SuppressionSyncsTable,
  SuppressionsTable,
} from './suppression-tables.ts';
import type { DaySaltsTable, ProbesTable } from './web-server-tables.ts';

/** The tables, as Kysely knows them. Times are milliseconds since 1970; JSON is kept as text. */
export interface Schema extends GuardTables {
  campaigns: CampaignsTable;
  senders: SendersTable;
  workers: WorkersTable;
  holds: HoldsTable;
  recipients: RecipientsTable;
  batches: BatchesTable;
  batch_domains: BatchDomainsTable;
  skipped: SkippedTable;
  suppressions: SuppressionsTable;
  former_suppressions: FormerSuppressionsTable;
  preferences: PreferencesTable;
  suppression_syncs: SuppressionSyncsTable;
  erased: ErasedTable;
  erasure_keys: ErasureKeysTable;
  signatures: SignaturesTable;
  pending_signatures: PendingSignaturesTable;
  signature_acts: SignatureActsTable;
  petitions: PetitionsTable;
  deliveries: DeliveriesTable;
  delivery_mails: DeliveryMailsTable;
  clicks: ClicksTable;
  events: EventsTable;
  tests: TestsTable;
  paces: PacesTable;
  trials: TrialsTable;
  kept_figures: KeptFiguresTable;
  day_salts: DaySaltsTable;
  probes: ProbesTable;
}

interface CampaignsTable {
  number: Generated<number>;
  name: string;
  state: CampaignState;
  created_at: number;
  subject: string;
  lang: string;
  /** The other editions: their subjects and petitions by language. */
  translations: Generated<string>;
  hash: string;
  /** The petition's, which stands in its JSON too. */
  slug: Generated<string>;
  petition: string;
  envelope: string;
  /** When it is to start; null once it has, and for at once. */
  starts_at: Generated<number | null>;
  pace: Generated<string>;
  /** 1 once workers are to send it. */
  handed_over: Generated<number>;
  /** 1 until a worker has told how it ended, where nobody else does. */
  to_tell: Generated<number>;
  /** Why it was paused, and what to do; empty where nobody but staff paused it. */
  stop_reason: Generated<string>;
  stop_fix: Generated<string>;
}

/** A process, and when it was heard of last. */
interface LivesTable {
  id: Generated<number>;
  pid: number;
  host: string;
  /** When that process started: tells it from a later one that was given the same pid. */
  started_at: number;
  since: number;
  heartbeat: number;
}

/**
 * The lease of a process that sends a campaign. In a table of its own, because it is written with
 * every batch and the campaign's row holds the whole letter.
 */
interface SendersTable extends LivesTable {
  campaign: number;
  /** 1 for a worker, beside which others may send; 0 for a process that sends it alone. */
  shares: Generated<number>;
}

interface WorkersTable extends LivesTable {
  /** The names that the engine knows it by, as JSON. */
  hands: Generated<string>;
}

/** Until when nothing leaves, whatever campaign it is of: the limit is the account's. */
interface HoldsTable {
  name: 'limit';
  until: number;
}

interface RecipientsTable {
  campaign: number;
  batch: number;
  number: number;
  email: string;
  fields: string;
  /** Null unless it differs from what became of the batch. */
  outcome: 'suppressed' | null;
}

interface BatchesTable {
  campaign: number;
  number: number;
  state: BatchState;
  lang: string;
  /** Empty where the letter has none, and for the rest of a trial: those get the winner. */
  variant: Generated<string>;
  /** 1 in the first wave of a send that has one, else 0. */
  wave: Generated<number>;
  size: number;
  /** How many of `size` have the outcome `suppressed`: the sums of a tally need no recipients. */
  suppressed: Generated<number>;
  attempts: Generated<number>;
  message_id: Generated<string>;
  reason: Generated<string>;
  claimed_at: number | null;
  settled_at: number | null;
  /** Whose lease it was claimed under last. */
  sender: Generated<number | null>;
}

interface SkippedTable {
  id: Generated<number>;
  campaign: number;
  file: string;
  line: number;
  email: string;
  reason: SkipReason;
  detail: string;
}

interface ClicksTable {
  id: Generated<number>;
  campaign: number;
  recipient: number;
  kind: ClickKind;
  /** Which tracked link of the recipient's edition; null for her own links. */
  link: number | null;
  method: string;
  user_agent: string;
  /** What the program said it fetched the page for, such as `prefetch`. */
  purpose: Generated<string>;
  /** Of the IP address, a hash of its day; empty in clicks from before it was kept. */
  network: Generated<string>;
  at: number;
  /** By which version of the rules it was judged; 0 if it is to be judged. What follows is of then. */
  rules: Generated<number>;
  rule: Generated<RuleName | ''>;
  /** 1 for the first visit of this link by its recipient that is taken for human, else 0. */
  is_first: Generated<number>;
  /** The edition that the link stood in; the variant as the batch has it. */
  lang: Generated<string>;
  variant: Generated<string>;
  /** The mail domain of who first followed a sign link; else it says nothing. */
  domain: Generated<string>;
}

/** How many recipients of a batch have an address there. */
interface BatchDomainsTable {
  campaign: number;
  batch: number;
  domain: string;
  recipients: number;
}

interface EventsTable {
  identity: string;
  campaign: number | null;
  batch: number | null;
  recipient: number | null;
  email: string | null;
  event: string;
  at: number;
  raw: string;
}

interface TestsTable {
  id: Generated<number>;
  hash: string;
  email: string;
  at: number;
}

/** Where a campaign stands that has a rate or a warm-up. */
interface PacesTable {
  campaign: number;
  /** When a batch left last, and with how many people. */
  left_at: number;
  people: number;
  /** The day of the warm-up: 1, 2, 3 …; 0 before the first departure. */
  day: number;
  day_begins: number;
  /** Recipients who left on that day. */
  used: number;
}

/** The trial of a campaign whose letter has variants. */
interface TrialsTable {
  campaign: number;
  /** Variants, share and rule, which never change. */
  settings: string;
  sent_at: number | null;
  /** Null until it is chosen. */
  winner: string | null;
  how: 'hand' | 'probability' | 'deadline' | null;
  probability: number | null;
  chosen_at: number | null;
}

export type TrialRow = Selectable<TrialsTable>;
export type PaceRow = Selectable<PacesTable>;
export type CampaignRow = Selectable<CampaignsTable>;
export type RecipientRow = Pick<Selectable<RecipientsTable>, 'number' | 'email' | 'fields'>;
export type SignatureRow = Selectable<SignaturesTable>;
export type SignatureActRow = Selectable<SignatureActsTable>;
export type PendingRow = Selectable<PendingSignaturesTable>;
export type SuppressionRow = Selectable<SuppressionsTable>;
export type SenderRow = Selectable<SendersTable>;
export type LifeRow = Selectable<LivesTable>;
export type DeliveryRow = Selectable<DeliveriesTable>;
export type DeliveryMailRow = Selectable<DeliveryMailsTable>;
export type SkippedRow = Insertable<SkippedTable>;
