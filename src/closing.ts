import { DateTime } from 'luxon';
import type { PetitionDecision } from './ledger/ledger.ts';
import type { Petition } from './terms.ts';

interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The zone of the day on which a petition closes (IANA); this machine's unless said. */
  readonly timezone?: string | undefined;
}

/** Since when a petition cannot be signed any more; undefined while it can. */
export function closedSince(
  { closes }: Petition,
  decision: PetitionDecision | undefined,
  { now, timezone = 'local' }: Surroundings,
): number | undefined {
  if (decision) return decision.state === 'closed' ? decision.at : undefined;
  if (closes === undefined) return undefined;
  const end = DateTime.fromISO(closes, { zone: timezone }).endOf('day').toMillis();
  return now > end ? end : undefined;
}
