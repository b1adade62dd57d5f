import { Client } from 'pg';
import type { Campaign } from '../../src/ledger/ledger.ts';

/** By hand, past the ledger. */
export async function query<Rows>(database: string, sql: string): Promise<Rows> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Rows;
  } finally {
    await client.end();
  }
}

/** As if nobody had been mailed: the same people can be sent to once more. */
export async function planAnew(database: string, { number }: Campaign): Promise<void> {
  const planned = `state = 'planned', attempts = 0, message_id = '', reason = '',
    claimed_at = null, settled_at = null, sender = null`;
  await query(database, `update batches set ${planned} where campaign = ${number}`);
  await query(database, `update campaigns set state = 'ready' where number = ${number}`);
  await query(database, 'vacuum analyze batches');
}

/** Bytes on the disk, with the indexes. */
export async function sizeOf(database: string, table: string): Promise<number> {
  const sql = `select pg_total_relation_size('${table}')::float as bytes`;
  const [{ bytes }] = await query<[{ bytes: number }]>(database, sql);
  return bytes;
}

/** Bytes on the disk a recipient, of each table and each index that takes one or more. */
export async function sizesEach(
  database: string,
  recipients: number,
): Promise<Record<string, number>> {
  const rows = await query<{ name: string; bytes: number }[]>(
    database,
    `select relname as name, pg_relation_size(oid)::float as bytes from pg_class
     where relkind in ('r', 'i') and relnamespace = 'public'::regnamespace order by 2 desc, 1`,
  );
  const each = rows.map(({ name, bytes }) => [name, bytes / recipients] as const);
  return Object.fromEntries(each.filter(([, bytes]) => bytes >= 1));
}
