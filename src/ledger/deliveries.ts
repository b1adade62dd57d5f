import type { Kysely } from 'kysely';
import type { DeliveryNumber, SignatureNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { isHeldByAnother, leaseOf, NOBODY, requireHeld, setLease } from './delivery-lease.ts';
import type { DeliverySettings, Opened, PetitionDelivery, Receipt } from './delivery-ledger.ts';
import { MARKS } from './erased.ts';
import { slices } from './in-chunks.ts';
import { describeLife } from './liveness.ts';
import type { DeliveryRow, Schema } from './schema.ts';
import type { ValidSignature } from './signature-ledger.ts';
import { validPage } from './valid-page.ts';
import { validSignatures } from './valid-signatures.ts';

export async function openDelivery(
  context: LedgerContext,
  petition: string,
  settings: DeliverySettings,
): Promise<Opened> {
  return context.transaction(async (tx) => {
    const rows = await rowsOf(tx, petition);
    const open = rows.find(({ state }) => state === 'open');
    if (open) return takeOver({ ...context, db: tx }, open);
    const row = await tx
      .insertInto('deliveries')
      .values({
        petition,
        number: (rows.at(-1)?.number ?? 0) + 1,
        state: 'open',
        opened_at: context.now(),
        made_at: null,
        settings: JSON.stringify(settings),
        ...leaseOf(context),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return { delivery: toDelivery(row), wasOpen: false };
  });
}

async function takeOver(context: LedgerContext, row: DeliveryRow): Promise<Opened> {
  if (isHeldByAnother(context, row)) return { by: describeLife(row) };
  await setLease(context, row.id);
  return { delivery: toDelivery(row), wasOpen: true };
}

export async function claimDeliveryPage(
  context: LedgerContext,
  delivery: PetitionDelivery,
  { after, limit }: { readonly after: SignatureNumber | undefined; readonly limit: number },
): Promise<ValidSignature[]> {
  const { petition, number, settings } = delivery;
  return context.transaction(async (tx) => {
    const within = { ...context, db: tx };
    await requireHeld(within, delivery);
    if (after === undefined) await beginAnew(tx, delivery);
    const undelivered = settings.scope === 'new';
    const page = await validPage(within, { petition, limit, after, undelivered });
    for (const slice of slices(page)) {
      await tx
        .updateTable('signatures')
        .set({ delivery: number })
        .where(
          'id',
          'in',
          slice.map((one) => one.number),
        )
        .where('delivery', 'is', null)
        .execute();
    }
    return page;
  });
}

/** What an attempt that died has claimed was handed to nobody; nor need it be made as that one was to be. */
async function beginAnew(
  tx: Kysely<Schema>,
  { id, petition, number, settings }: PetitionDelivery,
): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ settings: JSON.stringify(settings) })
    .where('id', '=', id)
    .execute();
  await tx
    .updateTable('signatures')
    .set({ delivery: null })
    .where('petition', '=', petition)
    .where('delivery', '=', number)
    .execute();
}

export async function closeDelivery(
  context: LedgerContext,
  delivery: PetitionDelivery,
  receipt: Receipt,
): Promise<PetitionDelivery> {
  return context.transaction(async (tx) => {
    await requireHeld({ ...context, db: tx }, delivery);
    const row = await tx
      .updateTable('deliveries')
      .set({
        state: 'made',
        made_at: context.now(),
        signatures: receipt.signatures,
        receipt: JSON.stringify(receipt),
        pid: NOBODY,
      })
      .where('id', '=', delivery.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return toDelivery(row);
  });
}

export async function deliveries(
  { db }: LedgerContext,
  petition: string,
): Promise<PetitionDelivery[]> {
  return (await rowsOf(db, petition)).map(toDelivery);
}

export async function countUndelivered({ db }: LedgerContext, petition: string): Promise<number> {
  const { count } = await validSignatures(db)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('petition', '=', petition)
    .where('delivery', 'is', null)
    .where('email', 'not like', MARKS)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function rowsOf(db: Kysely<Schema>, petition: string): Promise<DeliveryRow[]> {
  return db
    .selectFrom('deliveries')
    .selectAll()
    .where('petition', '=', petition)
    .orderBy('number')
    .execute();
}

function toDelivery(row: DeliveryRow): PetitionDelivery {
  return {
    id: row.id,
    petition: row.petition,
    number: row.number as DeliveryNumber,
    state: row.state,
    openedAt: Number(row.opened_at),
    madeAt: row.made_at === null ? undefined : Number(row.made_at),
    settings: JSON.parse(row.settings) as DeliverySettings,
    receipt: row.receipt === '' ? undefined : (JSON.parse(row.receipt) as Receipt),
  };
}
