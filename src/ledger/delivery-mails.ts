import type { LedgerContext } from './context.ts';
import { requireHeld } from './delivery-lease.ts';
import type { DeliveryMail, MailPlan, PetitionDelivery } from './delivery-ledger.ts';
import type { DeliveryMailRow } from './schema.ts';

export async function planDeliveryMails(
  context: LedgerContext,
  delivery: PetitionDelivery,
  mails: readonly MailPlan[],
): Promise<DeliveryMail[]> {
  return context.transaction(async (tx) => {
    const within = { ...context, db: tx };
    const before = await deliveryMails(within, delivery);
    const isElsewhere = before[0]?.recipient !== mails[0]?.recipient;
    if (before.some(mayHaveLeft) || !isElsewhere) return before;
    await tx.deleteFrom('delivery_mails').where('delivery', '=', delivery.id).execute();
    for (const [index, { recipient, files }] of mails.entries()) {
      await tx
        .insertInto('delivery_mails')
        .values({
          delivery: delivery.id,
          number: index + 1,
          recipient,
          files: JSON.stringify(files),
          state: 'planned',
          claimed_at: null,
          settled_at: null,
        })
        .execute();
    }
    return deliveryMails(within, delivery);
  });
}

/** Of the others it is known that nobody got them. */
const mayHaveLeft = ({ state }: DeliveryMail) => state !== 'planned' && state !== 'refused';

export async function deliveryMails(
  { db }: LedgerContext,
  { id }: PetitionDelivery,
): Promise<DeliveryMail[]> {
  const rows = await db
    .selectFrom('delivery_mails')
    .selectAll()
    .where('delivery', '=', id)
    .orderBy('number')
    .execute();
  return rows.map(toMail);
}

export async function claimDeliveryMail(
  context: LedgerContext,
  delivery: PetitionDelivery,
  number: number,
  from: 'planned' | 'refused' | 'unknown',
): Promise<boolean> {
  return context.transaction(async (tx) => {
    await requireHeld({ ...context, db: tx }, delivery);
    const { numUpdatedRows } = await tx
      .updateTable('delivery_mails')
      .set({ state: 'sending', claimed_at: context.now(), settled_at: null, reason: '' })
      .where('delivery', '=', delivery.id)
      .where('number', '=', number)
      .where('state', '=', from)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  });
}

/** Once for every claim; a mail that is not `sending` stays as it is. */
export async function settleDeliveryMail(
  { db, now }: LedgerContext,
  { id }: PetitionDelivery,
  number: number,
  { state, messageId, reason }: Pick<DeliveryMail, 'state' | 'messageId' | 'reason'>,
): Promise<void> {
  await db
    .updateTable('delivery_mails')
    .set({ state, message_id: messageId, reason, settled_at: now() })
    .where('delivery', '=', id)
    .where('number', '=', number)
    .where('state', '=', 'sending')
    .execute();
}

function toMail(row: DeliveryMailRow): DeliveryMail {
  return {
    number: row.number,
    recipient: row.recipient,
    files: JSON.parse(row.files) as string[],
    state: row.state,
    messageId: row.message_id,
    reason: row.reason,
  };
}
