import { decideWinner } from '../campaign/await-winner.ts';
import { isLate, tooLate } from '../campaign/keep-pace.ts';
import { keepWatch } from '../campaign/keep-watch.ts';
import { ifItCan, troubleStop } from '../campaign/ledger-trouble.ts';
import type { Stop } from '../campaign/stops.ts';
import { OutcryError } from '../errors.ts';
import type { Campaign } from '../ledger/ledger.ts';
import { type SendTools, sendBatches } from '../send.ts';

/** What a worker sends with, whatever campaign; `prepare` opens what one campaign needs beside it. */
export interface PartTools extends Omit<SendTools, 'press' | 'shared' | 'startNow'> {
  readonly prepare: (
    campaign: Campaign,
  ) => Promise<{ readonly press: SendTools['press']; close(): Promise<void> }>;
  /** Tells other workers of it. */
  readonly knock: (campaign: Campaign) => Promise<void>;
}

/**
 * Sends what this worker can of a campaign, beside others; at its end, or as nothing is to be claimed, it
 * leaves. What is wrong for all has paused the campaign, in the ledger; a trouble of this worker's own
 * is given, and leaves the campaign `sending`, for others.
 */
export async function takePart(campaign: Campaign, tools: PartTools): Promise<Stop | undefined> {
  const { ledger } = tools;
  if (!(await mayBegin(campaign, tools))) return undefined;
  const entered = await ledger.joinSenders(campaign.number);
  // Whoever sends it alone sends it to its end, or pauses it.
  if (!entered.taken) return undefined;
  let stop: Stop | undefined;
  try {
    if (!(await ledger.hasClaimable(campaign.number))) return undefined;
    // There may be work for others; the last one of them to come finds nothing, and knocks no more.
    await tools.knock(campaign);
    stop = await sendIt(campaign, tools);
  } catch (error) {
    stop = ownTrouble(error, campaign);
  } finally {
    await ifItCan(() => leave(campaign, stop, tools));
  }
  return stop;
}

async function sendIt(campaign: Campaign, tools: PartTools): Promise<Stop | undefined> {
  const { press, close } = await tools.prepare(campaign);
  const shared = { ...tools, press, shared: true };
  const watch = await keepWatch(campaign, shared);
  try {
    return await sendBatches(campaign, shared).finally(watch.end);
  } finally {
    await close();
  }
}

/** Makes what waited for its time `sending`; what is over its time for long a person must decide. */
async function mayBegin(campaign: Campaign, { ledger, now }: PartTools): Promise<boolean> {
  const { number, state, startsAt } = campaign;
  if (state !== 'ready') return state === 'sending';
  if (startsAt !== undefined && now() < startsAt) return false;
  if (!isLate(campaign, now())) return ledger.beginWaiting(number);
  await ledger.stopCampaign(number, tooLate(campaign, now()));
  return false;
}

/** A worker that was given up for dead comes back later; a database that is away comes back, too. */
function ownTrouble(error: unknown, campaign: Campaign): Stop {
  if (error instanceof OutcryError && error.code === 'sender-lost') {
    return { reason: error.message, fix: error.fix ?? '' };
  }
  return troubleStop(error, campaign);
}

/** Whoever leaves last finds that all is done, or that the trial is; what is left of it others are told. */
async function leave(campaign: Campaign, stop: Stop | undefined, tools: PartTools): Promise<void> {
  const { ledger, means } = tools;
  await ledger.releaseSender(campaign.number);
  await ledger.sweepSenders(campaign.number);
  if (await ledger.finishCampaign(campaign.number)) return;
  const isEarly = means.signal?.aborted || stop;
  const isLeft =
    (await decideWinner(campaign, tools)) === 'chosen' ||
    (isEarly && (await ledger.hasClaimable(campaign.number)));
  if (isLeft) await tools.knock(campaign);
}
