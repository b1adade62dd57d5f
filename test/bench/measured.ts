import type { Events } from './measure-events.ts';
import type { Planning } from './measure-planning.ts';
import type { Sending } from './measure-sending.ts';

/** What `bench:scale` has measured, and how far it goes is computed from. */
export interface Measured {
  readonly recipients: number;
  /** On what machine, as a page would say it. */
  readonly machine: string;
  /** Of the machine, in the minute before. */
  readonly load: number;
  /** After how many milliseconds the sandbox answers. */
  readonly latencyMs: number;
  readonly planning: Planning & {
    /** Recipients a second, from the list to a campaign that is ready: read, checked and frozen. */
    readonly fromList: number;
    /** Of the database's processors, in microseconds a recipient. */
    readonly databaseTime: number;
  };
  /** Recipients a second of one process with the ledger in a file. */
  readonly sqlite: number;
  /** By one, two and four workers. */
  readonly sending: readonly Sending[];
  /** Bytes a recipient, of each table and index, once all were sent to. */
  readonly disk: Readonly<Record<string, number>>;
  readonly events: Events;
}

/** Where those of the README are kept. */
export const MEASURED = 'test/bench/measured.json';
