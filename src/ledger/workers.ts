import type { Kysely } from 'kysely';
import type { LedgerContext, Process } from './context.ts';
import { isAlive } from './liveness.ts';
import type { Schema } from './schema.ts';
import type { LivingWorker } from './senders-ledger.ts';
import { nameOfHost } from './this-host.ts';

/** Makes this process known as a worker. */
export async function startWork(
  { db, self, now }: LedgerContext,
  hands: readonly string[],
): Promise<void> {
  const at = { since: now(), heartbeat: now() };
  await db
    .insertInto('workers')
    .values({ ...asRow(self), ...at, hands: JSON.stringify(hands) })
    .execute();
}

export async function endWork({ db, self }: LedgerContext): Promise<void> {
  await db
    .deleteFrom('workers')
    .where((eb) => eb.and(asRow(self)))
    .execute();
}

/** Says that this process is alive, as a sender and as a worker. */
export async function beat({ db, self, now }: LedgerContext): Promise<void> {
  for (const table of ['senders', 'workers'] as const) {
    await db
      .updateTable(table)
      .set({ heartbeat: now() })
      .where((eb) => eb.and(asRow(self)))
      .execute();
  }
}

export async function livingWorkers(context: LedgerContext): Promise<readonly LivingWorker[]> {
  const living = (await workersOn(context.db)).filter((one) => isAlive(context, one));
  return living.map(({ pid, host, since, heartbeat }) => {
    return { pid, host: nameOfHost(host), since, heartbeat };
  });
}

/** Forgets dead workers, and gives the names that the engine knew them by. */
export async function sweepWorkers(context: LedgerContext): Promise<readonly string[]> {
  const dead = (await workersOn(context.db)).filter((one) => !isAlive(context, one));
  for (const { id } of dead) await context.db.deleteFrom('workers').where('id', '=', id).execute();
  return dead.flatMap(({ hands }) => JSON.parse(hands || '[]') as string[]);
}

async function workersOn(db: Kysely<Schema>) {
  return db.selectFrom('workers').selectAll().execute();
}

function asRow({ pid, host, startedAt: started_at }: Process) {
  return { pid, host, started_at };
}
