import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Client, Pool, PoolClient } from 'pg';
import { CopyRows, runCopy } from './copy-rows.ts';
import { explainError } from './explain-error.ts';

/**
 * The pool as Kysely uses it. Errors that a person can mend come out as OutcryErrors that name the
 * ledger by `place`; a statement with `CopyRows` copies them. A connection on which no answer comes
 * within `patienceMs` is given up: a server that hangs, or a network that swallows everything, would
 * be waited for until TCP gives up, a quarter of an hour or more.
 */
export function explainingPool(
  pool: Pool,
  place: string,
  patienceMs: number | undefined,
): PostgresPool {
  // A connection that breaks while nobody uses it is no news: the next one says so, if it must.
  pool.on('error', () => {});
  return {
    async connect() {
      try {
        return explainingClient(await pool.connect(), place, patienceMs);
      } catch (error) {
        throw explainError(error, place, 'connecting');
      }
    },
    end: () => pool.end(),
  };
}

function explainingClient(
  client: PoolClient,
  place: string,
  patienceMs: number | undefined,
): PostgresPoolClient {
  const ignore = () => {};
  // Whoever waits for an answer is told; without a listener the process would end.
  client.on('error', ignore);
  return {
    async query<R>(sql: string, parameters: readonly unknown[]) {
      try {
        return await patiently(client, run<R>(client, sql, parameters), patienceMs);
      } catch (error) {
        throw explainError(error, place, 'working');
      }
    },
    release(destroy) {
      client.off('error', ignore);
      client.release(destroy);
    },
  } as PostgresPoolClient;
}

async function patiently<T>(
  client: PoolClient,
  answer: Promise<T>,
  patienceMs: number | undefined,
): Promise<T> {
  if (patienceMs === undefined) return answer;
  // While a statement runs, this cuts the connection, and the answer is that it broke.
  const timer = setTimeout(() => void (client as unknown as Client).end(), patienceMs);
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
  }
}

async function run<R>(
  client: PoolClient,
  sql: string,
  parameters: readonly unknown[],
): Promise<PostgresQueryResult<R>> {
  const [first] = parameters;
  if (first instanceof CopyRows) {
    await runCopy(client, sql, first);
    return { command: 'SELECT', rowCount: 0, rows: [] };
  }
  const result = await client.query(sql, parameters.map(withoutNul));
  return result as unknown as PostgresQueryResult<R>;
}

/** PostgreSQL keeps no NUL, and refuses even to look for one. */
function withoutNul(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNul);
  return typeof value === 'string' && value.includes('\0')
    ? value.replaceAll('\0', '\uFFFD')
    : value;
}
