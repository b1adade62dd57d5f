import type { Means } from '../delivery/deliver.ts';
import type { Batch, Campaign, CampaignState, Ledger, Taken } from '../ledger/ledger.ts';
import { GRACE_MS, sayDuration } from '../schedule/say-time.ts';
import type { Tell, WaitReason } from './send-events.ts';
import { outsideStop, type Stop, wasCancelled } from './stops.ts';

/** No wait is slept in one piece: the machine may sleep too, and a pause is to take effect soon. */
const LOOK_MS = 1_000;
/** So many looks between two signs of life: for hours, nothing else of this process is to be seen. */
const LOOKS_A_SIGN = 20;
/** After so long it is asked again: what was not taken makes room for others on the same day. */
const ASK_MS = 30_000;

export interface PaceTools {
  readonly ledger: Ledger;
  readonly means: Pick<Means, 'clock' | 'signal'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Starts now, whatever time it was to start. */
  readonly startNow?: boolean | undefined;
  readonly tell?: Tell | undefined;
  /** Sends beside other workers, and not alone. */
  readonly shared?: boolean | undefined;
}

/** Says that this process sends a campaign; whoever is in its way, if it must not. */
export function holdLease(
  { number }: Pick<Campaign, 'number'>,
  { ledger, shared }: Pick<PaceTools, 'ledger' | 'shared'>,
): Promise<Taken> {
  return shared ? ledger.joinSenders(number) : ledger.takeSender(number);
}

/**
 * Makes a campaign `sending`, once its time has come. Returns why it is not to be sent now: it was
 * paused, cancelled or stopped meanwhile, or its time is over for longer than the grace, as when the
 * machine was asleep: whether it is still to go, a person must say.
 */
export async function begin(campaign: Campaign, tools: PaceTools): Promise<Stop | undefined> {
  const { ledger, now } = tools;
  const { number, startsAt } = campaign;
  const waits = startsAt !== undefined && !tools.startNow;
  const state = waits ? 'ready' : 'sending';
  if (!(await ledger.setCampaignState(number, state))) throw wasCancelled(campaign);
  if (!waits) return undefined;
  if (now() < startsAt) tools.tell?.({ type: 'wait', reason: 'start', until: startsAt });
  if (!(await waitUntil(startsAt, campaign, 'ready', tools))) return outsideStop(campaign, tools);
  if (isLate(campaign, now())) return tooLate(campaign, now());
  return (await ledger.beginWaiting(number)) ? undefined : outsideStop(campaign, tools);
}

/** Whether a campaign's time has passed without it, for longer than goes without saying. */
export function isLate({ startsAt }: Pick<Campaign, 'startsAt'>, now: number): boolean {
  return startsAt !== undefined && now - startsAt > GRACE_MS;
}

export function tooLate({ name, startsAt = 0 }: Campaign, now: number): Stop {
  return {
    isLate: true,
    reason: `It was to start ${sayDuration(now - startsAt)} ago, and did not, as when a machine is asleep or off. So late, it is not sent unless you say so.`,
    fix: `If it is still right to send it, do so now: outcry resume ${name} --now`,
  };
}

/**
 * Gives the next batch once it may leave; undefined if there is none, or nothing more is to be claimed.
 * `goesOn` may wait, and says whether there is still a reason to claim.
 */
export function createDepartures(
  campaign: Campaign,
  tools: PaceTools,
  goesOn: () => Promise<boolean>,
): () => Promise<Batch | undefined> {
  const { ledger } = tools;
  const { number, pace = {} } = campaign;
  if (!tools.shared && !pace.rate && !pace.warmUp) {
    return async () => ((await goesOn()) ? ledger.claimBatch(number) : undefined);
  }
  let told = 0;
  const tellOnce = (reason: WaitReason, until: number) => {
    if (Math.abs(until - told) > LOOK_MS) tools.tell?.({ type: 'wait', reason, until });
    told = until;
  };
  const depart = async (): Promise<Batch | undefined> => {
    while (await goesOn()) {
      const claim = await ledger.claimAtPace(number);
      if ('batch' in claim) return claim.batch;
      const until = tools.now() + claim.waitMs;
      tellOnce(claim.reason, until);
      const wait = { atMostMs: Math.min(claim.waitMs, ASK_MS), goesOn };
      if (!(await waitUntil(until, campaign, 'sending', tools, wait))) return undefined;
    }
    return undefined;
  };
  // One lane waits for the next departure, and the others for that lane.
  let turn: Promise<unknown> = Promise.resolve();
  return () => {
    const mine = turn.then(depart);
    turn = mine.catch(() => {});
    return mine;
  };
}

interface Wait {
  /** Slept so long, it is over too: the clock on the wall may be set back meanwhile. */
  readonly atMostMs?: number;
  readonly goesOn?: () => Promise<boolean>;
}

/** False if the wait was cut short: by the signal, or because the campaign is no longer as it was. */
export async function waitUntil(
  until: number,
  campaign: Campaign,
  state: CampaignState,
  tools: PaceTools,
  { atMostMs = Number.POSITIVE_INFINITY, goesOn = async () => true }: Wait = {},
): Promise<boolean> {
  const { ledger, means, now } = tools;
  for (let looks = 1, left = atMostMs; left > 0 && now() < until; looks += 1, left -= LOOK_MS) {
    await nap(Math.min(until - now(), left), means);
    if (means.signal?.aborted || !(await goesOn())) return false;
    if (looks % LOOKS_A_SIGN === 0 && !(await holdLease(campaign, tools)).taken) return false;
    if ((await ledger.campaignByNumber(campaign.number))?.state !== state) return false;
  }
  return !means.signal?.aborted;
}

async function nap(ms: number, { clock, signal }: PaceTools['means']): Promise<void> {
  try {
    await clock.sleep(Math.min(ms, LOOK_MS), signal);
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}
