import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { Schema } from './schema.ts';

const PROVEN = 'an event of one of its recipients proved that it was taken';

/**
 * Settles unknown batches of which an event has come, whichever came first: the event, or the
 * batch's becoming unknown. An event with our own arguments exists only if the request was taken; so
 * what staff have planned again, and has not left yet, is not to be sent a second time either.
 */
export async function acceptProven(
  db: Kysely<Schema>,
  campaigns: readonly CampaignNumber[],
): Promise<void> {
  if (campaigns.length === 0) return;
  await db
    .updateTable('batches')
    .set({ state: 'accepted', reason: PROVEN })
    .where('campaign', 'in', campaigns)
    .where((eb) =>
      eb.or([
        eb('state', '=', 'unknown'),
        eb.and([eb('state', '=', 'planned'), eb('attempts', '>', 0)]),
      ]),
    )
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('events')
          .select('events.identity')
          .whereRef('events.campaign', '=', 'batches.campaign')
          .whereRef('events.batch', '=', 'batches.number'),
      ),
    )
    .execute();
}
