import { Kysely, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Schema } from '../schema.ts';
import type { Connections } from '../web-server-ledger.ts';
import { placeOfDatabase } from './database-address.ts';
import { explainingPool } from './explaining-pool.ts';

const CONNECTIONS = 10;
const PATIENCE_MS = 10_000;

export interface OpenDatabase {
  readonly db: Kysely<Schema>;
  /** How people are told which it is. */
  readonly place: string;
  readonly connections: () => Connections;
}

/** `patienceMs`: how long each answer is waited for; as long as it takes unless said. */
export function connectTo(address: string, patienceMs?: number): OpenDatabase {
  const place = placeOfDatabase(address);
  const real = poolOf(address, patienceMs);
  const pool = explainingPool(real, place, patienceMs);
  const connections = () => ({
    open: real.totalCount,
    idle: real.idleCount,
    waiting: real.waitingCount,
  });
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), place, connections };
}

function poolOf(connectionString: string, patienceMs: number | undefined): Pool {
  return new Pool({
    connectionString,
    application_name: 'outcry',
    max: CONNECTIONS,
    connectionTimeoutMillis: patienceMs ?? PATIENCE_MS,
    // Whatever else may hang: a connection that is just being set up.
    query_timeout: patienceMs === undefined ? undefined : 2 * patienceMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: PATIENCE_MS,
    types: { getTypeParser: parserOf },
    onConnect: (client) => client.query(settings(patienceMs)) as unknown as undefined,
  });
}

/**
 * Whatever the server is set to: "claimed" must be on its disk before a request leaves. If it is there,
 * it gives up before we do, and does not go on with what nobody waits for. As statements, for poolers
 * do not hand on what else a connection begins with.
 */
function settings(patienceMs: number | undefined): string {
  const timeout =
    patienceMs === undefined ? '' : `; set statement_timeout = ${Math.round(0.9 * patienceMs)}`;
  return `set synchronous_commit = on${timeout}`;
}

/** Counts, sums and times: none is beyond what a number holds. */
function parserOf(type: number, format?: 'text' | 'binary') {
  return type === types.builtins.INT8 || type === types.builtins.NUMERIC
    ? Number
    : types.getTypeParser(type, format as 'text');
}
