/**
 * A second ledger, in memory: what src/ledger/ledger.ts and DESIGN 5 promise, as plain data. Written
 * from the promises and not from the code, so that the two can be held against each other.
 */
import type {
  BatchState,
  CampaignState,
  SkipReason,
  SuppressionReason,
} from '../../../src/ledger/ledger.ts';
import type { Pace } from '../../../src/ledger/pace-ledger.ts';
import type { Address, BatchNumber, CampaignNumber, RecipientNumber } from '../../../src/terms.ts';

/** A process that may send. */
export interface Actor {
  readonly pid: number;
  readonly host: string;
  startedAt: number;
  bootedAt: number;
}

export interface Lease extends Readonly<Actor> {
  heartbeat: number;
  /** Others may send beside it. */
  readonly shares: boolean;
}

export interface ModelRecipient {
  readonly number: RecipientNumber;
  readonly email: Address;
  readonly lang: string;
  /** She was suppressed when her batch was to leave. */
  isLeftOut: boolean;
  /** Her address stays here alone: the ledger has a mark in its place. */
  isErased: boolean;
}

export interface ModelBatch {
  readonly number: BatchNumber;
  readonly lang: string;
  recipients: ModelRecipient[];
  state: BatchState;
  reason: string;
  /** How often it was claimed; what an earlier claim says no longer counts. */
  claims: number;
  claimedAt: number;
  /** Whose lease it was claimed under last. */
  lease: Lease | undefined;
}

/** What a campaign's pace remembers. */
export interface Standing {
  leftAt: number;
  people: number;
  day: number;
  dayBegins: number;
  used: number;
}

export interface ModelCampaign {
  readonly number: CampaignNumber;
  readonly name: string;
  readonly startsAt: number | undefined;
  isWaiting: boolean;
  state: CampaignState;
  pace: Pace;
  batches: ModelBatch[];
  skipped: Record<SkipReason, number>;
  leases: Lease[];
  readonly standing: Standing;
}

/** A claim whose answer has not come yet, in the hands of an actor. */
export interface Flight {
  readonly actor: number;
  readonly campaign: CampaignNumber;
  readonly batch: BatchNumber;
  /** Which claim of the batch it is: 1, 2, 3 … */
  readonly claim: number;
  readonly recipients: readonly ModelRecipient[];
  /** The world's secret: an event has told that SendGrid took it. */
  isTaken: boolean;
  /** Staff have decided to send to them again before its answer came. */
  isGivenUp: boolean;
}

export interface KnownEvent {
  readonly email: Address | undefined;
  /** Whose copy, and what happened; undefined where it does not say whose. */
  readonly what: string | undefined;
}

export interface Model {
  now: number;
  readonly actors: readonly Actor[];
  readonly campaigns: ModelCampaign[];
  readonly suppressed: Map<Address, SuppressionReason>;
  /** Who was erased: never mailed, and never noted again. */
  readonly erased: Set<Address>;
  /** The events that are known, by identity; of who was erased, by what is kept of them. */
  readonly events: Map<string, KnownEvent>;
  readonly eventsOfErased: Set<string>;
  /** `campaign/batch` of which an event has come. */
  readonly proven: Set<string>;
  flights: Flight[];
  /** Claims of which events may come: taken, or perhaps taken. */
  readonly landed: Flight[];
  /** `campaign/address` of who may have been mailed: not to be claimed again unless staff say so. */
  readonly mailed: Set<string>;
  steps: number;
}

export function createModel(now: number, actors: readonly Actor[]): Model {
  return {
    now,
    actors,
    campaigns: [],
    suppressed: new Map(),
    erased: new Set(),
    events: new Map(),
    eventsOfErased: new Set(),
    proven: new Set(),
    flights: [],
    landed: [],
    mailed: new Set(),
    steps: 0,
  };
}

export function pick<T>(all: readonly T[], index: number): T | undefined {
  return all[index % all.length];
}

export function mailable({ recipients }: ModelBatch): ModelRecipient[] {
  return recipients.filter(({ isLeftOut }) => !isLeftOut);
}

export function batchOf(
  campaign: ModelCampaign | undefined,
  number: BatchNumber,
): ModelBatch | undefined {
  return campaign?.batches.find((batch) => batch.number === number);
}

/** Who has them may have been mailed, from here on. */
export function remember(model: Model, flight: Flight): void {
  model.landed.push(flight);
  for (const { email } of flight.recipients) model.mailed.add(`${flight.campaign}/${email}`);
}
