import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { Schema } from './schema.ts';

/** The planned batch that is claimed next. The rest of a trial waits for its winner. */
export function nextClaimable(tx: Kysely<Schema>, campaign: CampaignNumber) {
  return tx
    .selectFrom('batches')
    .where('batches.campaign', '=', campaign)
    .where('batches.state', '=', 'planned')
    .where((eb) =>
      eb.or([
        eb('batches.variant', '!=', ''),
        eb.not(
          eb.exists(
            eb
              .selectFrom('trials')
              .select('trials.campaign')
              .where('trials.campaign', '=', campaign)
              .where('trials.winner', 'is', null),
          ),
        ),
      ]),
    )
    .orderBy('batches.number')
    .limit(1);
}
