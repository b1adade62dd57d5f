import type { Address, CampaignNumber, Fields, Recipient, RecipientNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import type { RecipientRow } from './schema.ts';

export async function recipient(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  number: RecipientNumber,
): Promise<Recipient | undefined> {
  const row = await db
    .selectFrom('recipients')
    .select(['number', 'email', 'fields'])
    .where('campaign', '=', campaign)
    .where('number', '=', number)
    .executeTakeFirst();
  return row && toRecipient(row);
}

/** The first `limit` recipients, in order. */
export async function firstRecipients(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  limit: number,
): Promise<Recipient[]> {
  const rows = await db
    .selectFrom('recipients')
    .select(['number', 'email', 'fields'])
    .where('campaign', '=', campaign)
    .orderBy('number')
    .limit(limit)
    .execute();
  return rows.map(toRecipient);
}

export function toRecipient({ number, email, fields }: RecipientRow): Recipient {
  return {
    number: number as RecipientNumber,
    email: email as Address,
    fields: JSON.parse(fields) as Fields,
  };
}
