import type { Address, CampaignNumber, Fields, Recipient, RecipientNumber } from '../terms.ts';
import type { LedgerContext } from './context.ts';
import { isMark } from './erased.ts';
import { batchOfRecipient } from './joins.ts';
import type { Addressee } from './ledger.ts';
import { prepared } from './prepared.ts';
import type { RecipientRow } from './schema.ts';

const addressee = prepared((db, values: { campaign: number; number: number }) =>
  db
    .selectFrom('recipients')
    .innerJoin('batches', batchOfRecipient)
    .leftJoin('trials', 'trials.campaign', 'batches.campaign')
    .select(['recipients.number', 'recipients.email', 'recipients.fields'])
    .select(['batches.lang', 'batches.variant', 'trials.winner'])
    .where('recipients.campaign', '=', values.campaign)
    .where('recipients.number', '=', values.number),
);

export async function recipient(
  { db }: LedgerContext,
  campaign: CampaignNumber,
  number: RecipientNumber,
): Promise<Addressee | undefined> {
  const { rows } = await addressee(db, { campaign, number });
  return rows[0] && toAddressee(rows[0]);
}

/** A recipient's row, with what her batch and her campaign's trial say of her copy. */
export interface AddresseeRow extends Pick<RecipientRow, 'number' | 'email' | 'fields'> {
  readonly lang: string;
  readonly variant: string;
  readonly winner: string | null;
}

export function toAddressee(row: AddresseeRow): Addressee {
  const { lang, variant, winner, email } = row;
  const isErased = isMark(email);
  return { ...toRecipient(row), lang, variant: variant || (winner ?? ''), isErased };
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
