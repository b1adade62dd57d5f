import type { Means } from '../delivery/deliver.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { GuardKind } from '../guard/guard.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import { guardStop, holdingOf } from './guard-stop.ts';

/** Why a send ended before its end. */
export interface Stop {
  readonly reason: string;
  readonly fix: string;
  /** It was to start long ago: whether it still is to, a person must say. */
  readonly isLate?: boolean | undefined;
  /** What the guard has stopped it for. */
  readonly guard?: readonly GuardKind[] | undefined;
}

interface StopTools {
  readonly ledger: Ledger;
  readonly means: Pick<Means, 'signal'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Why nothing more was to be claimed, where nothing went wrong here. */
export async function outsideStop(
  campaign: Campaign,
  { ledger, means, now }: StopTools,
): Promise<Stop> {
  const { name, number, startsAt = 0 } = campaign;
  const { state } = (await ledger.campaignByNumber(number)) ?? {};
  if (state === 'cancelled') {
    return { reason: 'It was cancelled.', fix: `See who got it with: outcry recipients ${name}` };
  }
  const stops = await holdingOf(campaign, ledger);
  if (stops.length > 0) return guardStop(campaign, stops);
  const isPaused = state === 'paused' && !means.signal?.aborted;
  const reason = isPaused ? 'It was paused.' : 'It was stopped.';
  const fix =
    startsAt > now()
      ? `It does not start by itself now. Wait for its time with: outcry resume ${name}; or start it at once: outcry resume ${name} --now`
      : `Go on with: outcry resume ${name}`;
  return { reason, fix };
}

/** Why a campaign that workers sent is not done; undefined where it is. */
export async function stopOf(
  campaign: Campaign,
  { ledger, now }: Pick<StopTools, 'ledger' | 'now'>,
): Promise<Stop | undefined> {
  if (campaign.state === 'done') return undefined;
  return campaign.stop ?? outsideStop(campaign, { ledger, means: {}, now });
}

export function wasCancelled({ name }: Pick<Campaign, 'name'>): OutcryError {
  return new OutcryError({
    code: 'campaign-cancelled',
    what: `${name} was cancelled, and that is for good. Nobody was mailed now.`,
    fix: `See who got it with: outcry recipients ${name}`,
    exit: EXIT.usage,
  });
}
