import type { Means } from '../delivery/deliver.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import { GRACE_MS, sayDuration } from '../schedule/say-time.ts';
import type { Tell } from './send-events.ts';
import { outsideStop, type Stop, wasCancelled } from './stops.ts';

/** No wait is slept in one piece: the machine may sleep too, and a pause is to take effect soon. */
const LOOK_MS = 1_000;

export interface PaceTools {
  readonly ledger: Ledger;
  readonly means: Pick<Means, 'clock' | 'signal'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Starts now, whatever time it was to start. */
  readonly startNow?: boolean | undefined;
  readonly tell?: Tell | undefined;
}

/**
 * Waits until a campaign's time has come. Returns why it is not to be sent now: it was paused,
 * cancelled or stopped meanwhile, or its time is over for longer than the grace, as when the machine
 * was asleep: whether it is still to go, a person must say.
 */
export async function awaitStart(campaign: Campaign, tools: PaceTools): Promise<Stop | undefined> {
  const { ledger, means, now, tell } = tools;
  const { number, startsAt } = campaign;
  if (startsAt === undefined || tools.startNow) return undefined;
  if (!(await ledger.setCampaignState(number, 'ready'))) throw wasCancelled(campaign);
  if (now() < startsAt) tell?.({ type: 'wait', reason: 'start', until: startsAt });
  while (now() < startsAt) {
    await nap(startsAt - now(), means);
    // Says that this process is alive, though nothing of it is to be seen for hours.
    await ledger.takeSender(number);
    const state = (await ledger.campaignByNumber(number))?.state;
    if (means.signal?.aborted || state !== 'ready') return outsideStop(campaign, tools);
  }
  return isLate(campaign, now()) ? tooLate(campaign, now()) : undefined;
}

/** Whether a campaign's time has passed without it, for longer than goes without saying. */
export function isLate({ startsAt }: Pick<Campaign, 'startsAt'>, now: number): boolean {
  return startsAt !== undefined && now - startsAt > GRACE_MS;
}

function tooLate({ name, startsAt = 0 }: Campaign, now: number): Stop {
  return {
    reason: `It was to start ${sayDuration(now - startsAt)} ago, and did not: this machine was asleep or off. So late, it is not sent unless you say so.`,
    fix: `If it is still right to send it, do so now: outcry resume ${name} --now`,
  };
}

/** Gives true once the next batch may leave; false if the send was stopped while it waited. */
export function createDepartures(
  { number, pace = {} }: Campaign,
  { ledger, means, now, tell }: PaceTools,
): () => Promise<boolean> {
  if (!pace.rate && !pace.warmUp) return async () => true;
  let told = 0;
  return async () => {
    for (;;) {
      const departure = await ledger.reserveDeparture(number);
      if (departure.mayGo) return true;
      const { waitMs, reason } = departure;
      const until = now() + waitMs;
      if (until > told + LOOK_MS) tell?.({ type: 'wait', reason, until });
      told = Math.max(told, until);
      await nap(waitMs, means);
      if (means.signal?.aborted) return false;
    }
  };
}

async function nap(ms: number, { clock, signal }: PaceTools['means']): Promise<void> {
  try {
    await clock.sleep(Math.min(ms, LOOK_MS), signal);
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
