import type { Kysely } from 'kysely';
import type { CampaignNumber } from '../terms.ts';
import type { Schema } from './schema.ts';

/**
 * The planned batch that is claimed next. None where the guard has stopped the campaign. What is not in
 * the first wave waits until that has passed, and the rest of a trial for its winner. The same stands in
 * `postgres/claim.ts`, in one statement.
 */
export function nextClaimable(tx: Kysely<Schema>, campaign: CampaignNumber) {
  return tx
    .selectFrom('batches')
    .where('batches.campaign', '=', campaign)
    .where('batches.state', '=', 'planned')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('guard_stops')
            .select('guard_stops.id')
            .where('guard_stops.campaign', '=', campaign)
            .where('guard_stops.ended_at', 'is', null),
        ),
      ),
    )
    .where((eb) =>
      eb.or([
        eb('batches.wave', '=', 1),
        eb.not(
          eb.exists(
            eb
              .selectFrom('guards')
              .select('guards.campaign')
              .where('guards.campaign', '=', campaign)
              .where('guards.wait_ms', 'is not', null)
              .where('guards.passed_at', 'is', null),
          ),
        ),
      ]),
    )
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
