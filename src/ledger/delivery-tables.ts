import type { Generated } from 'kysely';
import type { DeliveryState } from './delivery-ledger.ts';
import type { BatchState } from './ledger.ts';

/** What is handed to a petition's target; and, as in `senders`, which process works on it. */
export interface DeliveriesTable {
  id: Generated<number>;
  petition: string;
  number: number;
  state: DeliveryState;
  opened_at: number;
  made_at: number | null;
  signatures: Generated<number>;
  /** As JSON. */
  settings: string;
  /** As JSON; empty until it is made. */
  receipt: Generated<string>;
  pid: number;
  host: string;
  started_at: number;
  since: number;
  heartbeat: number;
}

/** A mail that carries files of a delivery. */
export interface DeliveryMailsTable {
  delivery: number;
  number: number;
  recipient: string;
  /** Their names, as JSON. */
  files: string;
  state: BatchState;
  message_id: Generated<string>;
  reason: Generated<string>;
  claimed_at: number | null;
  settled_at: number | null;
}
