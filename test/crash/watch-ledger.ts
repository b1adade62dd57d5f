import { Client, type QueryResultRow } from 'pg';
import type { Look, Looks, Proof } from './look-at-ledger.ts';

/** One change of a batch's state, as the ledger's own database has seen it. */
export interface Step {
  readonly batch: number;
  readonly state: string;
  /** Of the worker under whose lease it was claimed last. */
  readonly pid: number | null;
  /** Milliseconds since 1970: when it was written, which is a moment before it was committed. */
  readonly at: number;
}

/** A ledger on PostgreSQL, looked at past the program, and all that has become of its batches. */
export interface Watch extends Looks {
  /** From here on each step is kept: in the same transaction, so that what is lost is lost with it. */
  begin(): Promise<void>;
  steps(): Promise<readonly Step[]>;
  /** How many batches each worker has claimed, by pid. */
  claims(): Promise<ReadonlyMap<number, number>>;
  signers(): Promise<ReadonlySet<number>>;
}

const BEGIN = `
  create schema watch;
  create table watch.steps (
    id bigserial, batch int, state text, pid int,
    at float8 default extract(epoch from clock_timestamp()) * 1000);
  create function watch.step() returns trigger language plpgsql as $$ begin
    insert into watch.steps (batch, state, pid) values
      (new.number, new.state, (select pid from senders where id = new.sender));
    return new;
  end $$;
  create trigger watched after update of state on batches
    for each row when (new.state <> old.state or new.attempts <> old.attempts)
    execute function watch.step()`;

const CLAIMS = `
  select pid, count(*)::int as claims from watch.steps where state = 'sending' group by pid`;

const PROOF = `
  with taken as (
    select recipient, count(distinct raw::json->>'sg_message_id') as messages
    from events where campaign = $1 and event = 'processed' group by recipient
  )
  select
    (count(*) filter (where messages > 1))::int as "twice",
    (count(*) filter (where state = 'accepted' and messages is null))::int as "neverTaken",
    (count(*) filter (where state <> 'accepted' and messages is not null))::int as "takenUnknown"
  from recipients
  join batches on batches.campaign = recipients.campaign and batches.number = recipients.batch
  left join taken on taken.recipient = recipients.number
  where recipients.campaign = $1`;

export function watchLedger(address: string): Watch {
  const ask = <T extends QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
    askOnce<T>(address, sql, values);
  return {
    look: () => look(ask),
    prove: async (campaign) => (await ask<Proof>(PROOF, [campaign]))[0] as Proof,
    begin: async () => void (await ask(BEGIN)),
    steps: () => ask<Step>('select batch, state, pid, at from watch.steps order by id'),
    async claims() {
      const rows = await ask<{ pid: number; claims: number }>(CLAIMS);
      return new Map(rows.map(({ pid, claims }) => [pid, claims]));
    },
    async signers() {
      const rows = await ask<{ recipient: number }>('select recipient from signatures');
      return new Set(rows.map(({ recipient }) => recipient));
    },
  };
}

type Ask = <T extends QueryResultRow>(sql: string, values?: readonly unknown[]) => Promise<T[]>;

async function look(ask: Ask): Promise<Look> {
  const campaigns = await ask<NonNullable<Look['campaign']>>(
    'select number, name, state from campaigns order by number',
  );
  const campaign = campaigns.find(({ state }) => state !== 'freezing');
  const batches = await ask<Look['batches'][number]>(
    'select number, state, size, attempts, reason from batches where campaign = $1',
    [campaign?.number ?? 0],
  );
  const frozenHalfway = campaigns.length - (campaign ? 1 : 0);
  return { frozenHalfway, frozenRows: 0, campaign, batches };
}

async function askOnce<T extends QueryResultRow>(
  connectionString: string,
  sql: string,
  values: readonly unknown[],
): Promise<T[]> {
  const client = new Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    // Several statements are sent together only where nothing is to be filled in.
    return (await (values.length > 0 ? client.query<T>(sql, [...values]) : client.query<T>(sql)))
      .rows;
  } finally {
    await client.end();
  }
}
