import { Client } from 'pg';
import { placeOfDatabase } from '../ledger/postgres/database-address.ts';
import { explainError } from '../ledger/postgres/explain-error.ts';

/** Of the engine's tables, as the graphile-worker of this Outcry makes them. */
export const ENGINE_REVISION = 18;

/** What the engine is like, seen without a worker. Times are milliseconds. */
export interface EngineCondition {
  /** Of its tables. */
  readonly revision: number;
  /** Jobs whose time has come, and that nobody has taken. */
  readonly waiting: number;
  /** For how long the oldest of them has waited. */
  readonly waitingMs: number;
  /** Jobs that have failed, and the last words of one. */
  readonly failed: number;
  readonly lastError: string;
  /** Who holds jobs, by the engine's name, and for how long. */
  readonly held: readonly { readonly by: string; readonly ms: number }[];
}

/**
 * Looks at the engine, and changes nothing. Undefined where no worker has ever run. Throws an OutcryError
 * (exit 3) where the database is away.
 */
export async function inspectEngine(address: string): Promise<EngineCondition | undefined> {
  const place = placeOfDatabase(address);
  const client = new Client({ connectionString: address, application_name: 'outcry' });
  try {
    await client.connect();
    const { rows } = await client.query(THERE);
    return rows[0]?.there ? await readCondition(client) : undefined;
  } catch (error) {
    throw explainError(error, place, 'connecting');
  } finally {
    await client.end().catch(() => {});
  }
}

const THERE = `select to_regclass('graphile_worker.jobs') is not null as there`;

const CONDITION = `
  select (select max(id) from graphile_worker.migrations) as revision,
    count(*) filter (where is_due)::int as waiting,
    coalesce(extract(epoch from now() - min(run_at) filter (where is_due)), 0)::float8 * 1000 as "waitingMs",
    count(*) filter (where last_error is not null)::int as failed,
    coalesce((array_agg(last_error order by updated_at desc)
      filter (where last_error is not null))[1], '') as "lastError",
    coalesce(json_agg(json_build_object('by', locked_by,
      'ms', extract(epoch from now() - locked_at) * 1000)) filter (where locked_by is not null), '[]') as held
  from (select *, locked_by is null and run_at <= now() and attempts < max_attempts as is_due
    from graphile_worker.jobs) as jobs`;

async function readCondition(client: Client): Promise<EngineCondition> {
  const { rows } = await client.query<EngineCondition>(CONDITION);
  return rows[0] as EngineCondition;
}
