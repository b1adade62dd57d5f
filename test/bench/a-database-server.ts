import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../ledger/a-postgres.ts';
import { timeOfFamily } from './process-time.ts';

/** A real PostgreSQL server with the settings that it comes with: what it says is kept is on the disk. */
export interface DatabaseServer {
  readonly version: string;
  /** Makes an empty database, and gives its address. */
  create(name: string): Promise<string>;
  drop(name: string): Promise<void>;
  /** What the whole server has used and written so far. */
  weigh(): Promise<Weight>;
  /** So that what is measured next begins with nothing left to be written. */
  checkpoint(): Promise<void>;
  stop(): Promise<void>;
}

export interface Weight {
  /** Seconds of processor time of all the server's processes. */
  readonly cpu: number;
  /** Bytes written to its log. */
  readonly wal: number;
}

export async function startDatabaseServer(): Promise<DatabaseServer> {
  const { address, stop } = await startPostgres([]);
  const client = new Client({ connectionString: address });
  await client.connect();
  const show = async (setting: string) =>
    String((await client.query(`select current_setting('${setting}') as is`)).rows[0].is);
  const pidFile = path.join(await show('data_directory'), 'postmaster.pid');
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  return {
    version: await show('server_version'),
    async create(name) {
      await client.query(`create database ${name}`);
      return Object.assign(new URL(address), { pathname: name }).href;
    },
    async drop(name) {
      await client.query(`drop database ${name} with (force)`);
    },
    async weigh() {
      const { rows } = await client.query(
        `select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as wal`,
      );
      return { cpu: timeOfFamily(pid), wal: Number(rows[0].wal) };
    },
    async checkpoint() {
      await client.query('checkpoint');
    },
    async stop() {
      await client.end();
      await stop();
    },
  };
}
