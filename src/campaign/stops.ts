import type { Means } from '../delivery/deliver.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';

/** Why a send ended before its end. */
export interface Stop {
  readonly reason: string;
  readonly fix: string;
  /** It was to start long ago: whether it still is to, a person must say. */
  readonly isLate?: boolean | undefined;
}

/** Why nothing more was to be claimed, where nothing went wrong here. */
export async function outsideStop(
  { name, number }: Campaign,
  { ledger, means }: { readonly ledger: Ledger; readonly means: Pick<Means, 'signal'> },
): Promise<Stop> {
  const { state } = (await ledger.campaignByNumber(number)) ?? {};
  if (state === 'cancelled') {
    return { reason: 'It was cancelled.', fix: `See who got it with: outcry status ${name}` };
  }
  const isPaused = state === 'paused' && !means.signal?.aborted;
  const reason = isPaused ? 'It was paused.' : 'It was stopped.';
  return { reason, fix: `Go on with: outcry resume ${name}` };
}

export function wasCancelled({ name }: Pick<Campaign, 'name'>): OutcryError {
  return new OutcryError({
    code: 'campaign-cancelled',
    what: `${name} was cancelled, and that is for good. Nobody was mailed now.`,
    fix: `See who got it with: outcry status ${name}`,
    exit: EXIT.usage,
  });
}
