import { followGuard } from '../campaign/follow-guard.ts';
import { mendingOf } from '../campaign/ledger-trouble.ts';
import type { Tell } from '../campaign/send-events.ts';
import { type Stop, stopOf } from '../campaign/stops.ts';
import { systemClock } from '../delivery/system-clock.ts';
import type { Campaign, Ledger } from '../ledger/ledger.ts';
import type { Io } from './io.ts';

const LOOK_MS = 1_000;
/** So many looks between two for living workers. */
const LOOKS_A_ROLL_CALL = 10;
/** It is looked for sooner, but so long it may well take. */
const AGAIN_MS = 5_000;

interface Following {
  readonly ledger: Ledger;
  readonly io: Pick<Io, 'now' | 'signal'>;
  readonly tell: Tell;
}

/** How it ended; `left` if whoever followed it has left, which stops nobody. */
export type Followed = { readonly left: true } | { readonly left: false; readonly stop?: Stop };

/** Tells of a campaign that workers send, as the ledger knows it, until it is over or stopped. */
export async function followSend(campaign: Campaign, following: Following): Promise<Followed> {
  const { ledger, io, tell } = following;
  const { startsAt } = campaign;
  if (startsAt && startsAt > io.now()) tell({ type: 'wait', reason: 'start', until: startsAt });
  const guarding = await followGuard(campaign, { ledger, now: io.now, tell });
  const ask = patiently(tell);
  for (let looks = 0; ; looks += 1) {
    const state = await ask(async () => {
      await guarding();
      return look(campaign, following, looks);
    });
    if (state !== 'ready' && state !== 'sending' && state !== 'unknown') break;
    if (!(await nap(io.signal))) return { left: true };
  }
  const after = await ledger.campaignByNumber(campaign.number);
  const stop = after && (await stopOf(after, { ledger, now: io.now }));
  return stop ? { left: false, stop } : { left: false };
}

async function look({ number }: Campaign, { ledger, io, tell }: Following, looks: number) {
  const campaign = await ledger.campaignByNumber(number);
  const tally = await ledger.tally(number);
  tell({ type: 'tally', tally });
  const isAway = looks % LOOKS_A_ROLL_CALL === 0 && (await ledger.livingWorkers()).length === 0;
  if (isAway)
    tell({ type: 'wait', reason: 'worker', until: io.now() + LOOKS_A_ROLL_CALL * LOOK_MS });
  return campaign?.state;
}

/** The ledger may be away meanwhile: workers wait for it, and so does whoever follows them; it is said once. */
function patiently(tell: Tell): <T>(ask: () => Promise<T>) => Promise<T | 'unknown'> {
  let said: string | undefined;
  return async (ask) => {
    try {
      const answer = await ask();
      said = undefined;
      return answer;
    } catch (error) {
      if (mendingOf(error) === undefined) throw error;
      const reason = (error as Error).message;
      if (reason !== said) tell({ type: 'retry', attempt: 1, waitMs: AGAIN_MS, reason });
      said = reason;
      return 'unknown';
    }
  };
}

async function nap(signal: AbortSignal): Promise<boolean> {
  await systemClock.sleep(LOOK_MS, signal).catch(() => {});
  return !signal.aborted;
}
