import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import type { BatchState, CampaignState } from '../../src/ledger/ledger.ts';

interface CampaignLine {
  readonly number: number;
  readonly name: string;
  readonly state: CampaignState;
}

interface BatchLine {
  readonly number: number;
  readonly state: BatchState;
  readonly size: number;
  readonly attempts: number;
  readonly reason: string;
}

/** What stands in a ledger at a moment: its campaigns, and the batches of the one that is planned. */
export interface Look {
  readonly frozenHalfway: number;
  /** Recipients of the last of those whose list is not frozen whole. */
  readonly frozenRows: number;
  readonly campaign: CampaignLine | undefined;
  readonly batches: readonly BatchLine[];
}

const NOTHING: Look = { frozenHalfway: 0, frozenRows: 0, campaign: undefined, batches: [] };

/**
 * Looks past the program, at the tables themselves. Nothing stays open, so that whoever opens the ledger
 * next finds it as it was left.
 */
export function lookAtLedger(file: string): Look {
  return withLedger(file, NOTHING, (db) => {
    const campaigns = db
      .prepare('select number, name, state from campaigns order by number')
      .all() as CampaignLine[];
    const campaign = campaigns.find(({ state }) => state !== 'freezing');
    const halfway = campaigns.findLast(({ state }) => state === 'freezing');
    const { frozenRows } = db
      .prepare('select count(*) as frozenRows from recipients where campaign = ?')
      .get(halfway?.number ?? 0) as { frozenRows: number };
    const batches = db
      .prepare('select number, state, size, attempts, reason from batches where campaign = ?')
      .all(campaign?.number ?? 0) as BatchLine[];
    return { frozenHalfway: campaigns.length - (campaign ? 1 : 0), frozenRows, campaign, batches };
  });
}

/** Whatever database the ledger is in. */
export interface Looks {
  look(): Promise<Look>;
  prove(campaign: number): Promise<Proof>;
}

export function looksAtFile(file: string): Looks {
  return {
    look: async () => lookAtLedger(file),
    prove: async (campaign) => proveByEvents(file, campaign),
  };
}

/** How SendGrid's own word for each recipient, her `processed` event, fits what the ledger says of her. */
export interface Proof {
  /** Recipients who were taken twice, in messages of their own. */
  readonly twice: number;
  /** Accepted, and SendGrid never took her. */
  readonly neverTaken: number;
  /** Not accepted, and SendGrid took her. */
  readonly takenUnknown: number;
}

function proveByEvents(file: string, campaign: number): Proof {
  const none = { twice: 0, neverTaken: 0, takenUnknown: 0 };
  return withLedger(file, none, (db) => db.prepare(PROOF).get({ campaign }) as Proof);
}

const PROOF = `
  with taken as (
    select recipient, count(distinct json_extract(raw, '$.sg_message_id')) as messages
    from events where campaign = :campaign and event = 'processed' group by recipient
  )
  select
    coalesce(sum(messages > 1), 0) as twice,
    coalesce(sum(state = 'accepted' and messages is null), 0) as neverTaken,
    coalesce(sum(state != 'accepted' and messages is not null), 0) as takenUnknown
  from recipients
  join batches on batches.campaign = recipients.campaign and batches.number = recipients.batch
  left join taken on taken.recipient = recipients.number
  where recipients.campaign = :campaign`;

/** A process that was killed while it made the file has left none, or an empty one. */
function withLedger<T>(file: string, empty: T, read: (db: SQLite.Database) => T): T {
  if (!existsSync(file)) return empty;
  const db = new SQLite(file, { readonly: true, timeout: 5000 });
  try {
    const made = db.prepare("select 1 from sqlite_master where name = 'paces'").get();
    return made ? read(db) : empty;
  } finally {
    db.close();
  }
}
