import type { Kysely } from 'kysely';
import type { BatchNumber, CampaignNumber, RecipientNumber } from '../terms.ts';
import { slices } from './in-chunks.ts';
import type { EventDraft } from './ledger.ts';
import type { Schema } from './schema.ts';

/**
 * Says of events that lack our own arguments, as late bounces do, whose copy they are about: the
 * message id names the batch, and the address the recipient. What cannot be told stays as it is.
 */
export async function attributeEvents(
  db: Kysely<Schema>,
  events: readonly EventDraft[],
): Promise<readonly EventDraft[]> {
  const ids = events.filter(isStray).flatMap(({ messageId }) => messageId ?? []);
  if (ids.length === 0) return events;
  const batches = await batchesOf(db, [...new Set(ids)]);
  const attributed: EventDraft[] = [];
  for (const event of events) {
    const batch = isStray(event) ? batches.get(event.messageId ?? '') : undefined;
    attributed.push(
      batch ? { ...event, ...batch, recipient: await find(db, batch, event) } : event,
    );
  }
  return attributed;
}

function isStray({ campaign, messageId }: EventDraft): boolean {
  return campaign === undefined && messageId !== undefined;
}

interface OfBatch {
  readonly campaign: CampaignNumber;
  readonly batch: BatchNumber;
}

async function batchesOf(
  db: Kysely<Schema>,
  ids: readonly string[],
): Promise<Map<string, OfBatch>> {
  const found = new Map<string, OfBatch>();
  for (const slice of slices(ids)) {
    const rows = await db
      .selectFrom('batches')
      .select(['message_id', 'campaign', 'number'])
      .where('message_id', 'in', slice)
      .execute();
    for (const { message_id, campaign, number } of rows) {
      found.set(message_id, {
        campaign: campaign as CampaignNumber,
        batch: number as BatchNumber,
      });
    }
  }
  return found;
}

async function find(
  db: Kysely<Schema>,
  { campaign, batch }: OfBatch,
  { email }: EventDraft,
): Promise<RecipientNumber | undefined> {
  if (email === undefined) return undefined;
  const row = await db
    .selectFrom('recipients')
    .select('number')
    .where('campaign', '=', campaign)
    .where('email', '=', email)
    .where('batch', '=', batch)
    .executeTakeFirst();
  return row?.number as RecipientNumber | undefined;
}
