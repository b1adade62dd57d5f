import type { Generated, Selectable } from 'kysely';
import type { GuardKind } from '../guard/guard.ts';

export interface GuardTables {
  guards: GuardsTable;
  guard_stops: GuardStopsTable;
  approvals: ApprovalsTable;
  command_log: CommandLogTable;
}

/** What watches over a campaign; tests, and campaigns from before there was a guard, have none. */
interface GuardsTable {
  campaign: number;
  limits: string;
  /** How long the first wave is waited for; null where there is none. */
  wait_ms: number | null;
  /** When the rest was let go. */
  passed_at: number | null;
  /** What the last looks at pages have shown, as JSON. */
  looks: Generated<string>;
}

/** What the guard has stopped a campaign for. */
interface GuardStopsTable {
  id: Generated<number>;
  campaign: number;
  kind: GuardKind;
  subject: string;
  share: number | null;
  reason: string;
  at: number;
  /** Null as long as it holds the campaign. */
  ended_at: number | null;
  /** `despite`: somebody goes on all the same. `mended`: it is over. */
  ended_how: 'despite' | 'mended' | null;
  ended_by: string | null;
}

/** Who has approved of which letter. */
interface ApprovalsTable {
  id: Generated<number>;
  hash: string;
  who: string;
  host: string;
  /** On a database server, as whom; else empty. */
  database_user: string;
  at: number;
}

/** Who ran which command on which campaign or petition. */
interface CommandLogTable {
  id: Generated<number>;
  campaign: number | null;
  petition: string | null;
  command: string;
  who: string;
  host: string;
  database_user: string;
  at: number;
  /** Null until it has ended; and if it was killed. */
  ended_at: Generated<number | null>;
  exit_status: Generated<number | null>;
  /** Why it was refused, as a code. */
  error: Generated<string | null>;
}

export type GuardStopRow = Selectable<GuardStopsTable>;
