import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

/** Of tests that are over: to empty one takes less time than to make it. */
const free: string[] = [];

/** An empty database on the server of this test run, with the tables that it had; gives its address. */
export async function takeDatabase(): Promise<string> {
  return free.pop() ?? createDatabase();
}

/** Lets the next test have it. */
export async function giveDatabase(address: string): Promise<void> {
  await emptyDatabase(address);
  free.push(address);
}

/** Of a ledger; its tables stay. */
export async function emptyDatabase(address: string): Promise<void> {
  await run(EMPTY, address);
}

/** To truncate would make new files for all tables; few rows are sooner deleted. */
const EMPTY = `do $$ declare one record; begin
  set local session_replication_role = replica;
  for one in select tablename from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%' loop
    execute format('delete from %I', one.tablename);
  end loop;
  perform setval(sequencename::text, 1, false) from pg_sequences
    where schemaname = 'public' and last_value is not null;
end $$`;

/** One without tables. */
export async function createDatabase(): Promise<string> {
  const name = `ledger-${randomUUID()}`;
  await run(`create database "${name}"`);
  return addressOf(name);
}

export async function dropDatabase(address: string): Promise<void> {
  await run(`drop database "${nameOf(address)}" with (force)`);
}

export function nameOf(address: string): string {
  return new URL(address).pathname.slice(1);
}

function addressOf(name: string): string {
  const url = new URL(inject('postgres'));
  url.pathname = name;
  return url.href;
}

/** By hand, past the ledger; on the server's own database, if none is named. */
export async function run(sql: string, address = inject('postgres')): Promise<unknown[]> {
  const client = new Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
