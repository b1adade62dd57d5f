import type { Kysely } from 'kysely';
import { EXIT, OutcryError } from '../errors.ts';
import type { LedgerContext } from './context.ts';
import type { PetitionDelivery } from './delivery-ledger.ts';
import { describeLife, isAlive, isSelf } from './liveness.ts';
import type { DeliveryRow, Schema } from './schema.ts';
import { DIED } from './senders.ts';

export async function holdDelivery(
  context: LedgerContext,
  { id }: PetitionDelivery,
): Promise<string | undefined> {
  return context.transaction(async (tx) => {
    const row = await rowOf(tx, id);
    if (isHeldByAnother(context, row)) return describeLife(row);
    if (!isSelf(context.self, row)) await holdAsUnknown(context, tx, id);
    await setLease({ ...context, db: tx }, id);
    return undefined;
  });
}

async function holdAsUnknown(
  { now }: LedgerContext,
  tx: Kysely<Schema>,
  delivery: number,
): Promise<void> {
  await tx
    .updateTable('delivery_mails')
    .set({ state: 'unknown', reason: DIED, settled_at: now() })
    .where('delivery', '=', delivery)
    .where('state', '=', 'sending')
    .execute();
}

export async function releaseDelivery(
  { db, self }: LedgerContext,
  { id }: PetitionDelivery,
): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ pid: NOBODY })
    .where('id', '=', id)
    .where('pid', '=', self.pid)
    .where('host', '=', self.host)
    .execute();
}

/** No process has it: nobody is at work. */
export const NOBODY = 0;

export function isHeldByAnother(context: LedgerContext, row: DeliveryRow): boolean {
  const lease = { ...row, started_at: Number(row.started_at), heartbeat: Number(row.heartbeat) };
  return row.pid !== NOBODY && !isSelf(context.self, lease) && isAlive(context, lease);
}

/** Throws an OutcryError (exit 4) unless this process works on it; says that it is alive. */
export async function requireHeld(
  context: LedgerContext,
  { id, petition }: PetitionDelivery,
): Promise<void> {
  const row = await rowOf(context.db, id);
  if (isSelf(context.self, { ...row, started_at: Number(row.started_at) })) {
    return setLease(context, id);
  }
  throw new OutcryError({
    code: 'delivery-lost',
    what: `This process no longer works on the delivery of ${petition}: another one has taken over.`,
    fix: `Let the other one finish. To see what was delivered, run: outcry signatures deliveries ${petition}`,
    exit: EXIT.stopped,
  });
}

export function leaseOf({ self, now }: LedgerContext) {
  const { pid, host, startedAt } = self;
  return { pid, host, started_at: startedAt, since: now(), heartbeat: now() };
}

export async function setLease(context: LedgerContext, id: number): Promise<void> {
  await context.db.updateTable('deliveries').set(leaseOf(context)).where('id', '=', id).execute();
}

async function rowOf(db: Kysely<Schema>, id: number): Promise<DeliveryRow> {
  return db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
