import type { SendEvent } from '../campaign/send-events.ts';
import type { Means } from '../delivery/deliver.ts';
import type { Transport } from '../delivery/transport.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';

/** Whoever counts and times what a worker does. */
export interface WorkerFigures {
  /** The ledger, its claims and settlements timed. */
  timed(ledger: Ledger): Ledger;
  /** The transport, its requests counted and timed. */
  watched(transport: Transport): Transport;
  /** A campaign is in hand until `end` is called; `means`: what it is sent by, watched. */
  begin(campaign: Campaign, means: Means): { readonly means: Means; end(): void };
  note(campaign: Campaign, event: SendEvent): void;
  /** A job of the engine's has ended. */
  noteJob(task: string, outcome: 'done' | 'failed'): void;
  /** Nothing leaves for so many milliseconds, whatever campaign. */
  noteHold(ms: number): void;
}
