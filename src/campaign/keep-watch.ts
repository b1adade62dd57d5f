import type { Campaign } from '../ledger/ledger.ts';
import type { PaceTools } from './keep-pace.ts';
import { mendingOf } from './ledger-trouble.ts';
import { figuresOf, type WatchTools, watchOver } from './watch-over.ts';

/** Between two looks at the least; and a look may take this part of the time. */
const REST_MS = 5_000;
const REST_RATIO = 20;
/** If nobody is heard of after so long, of so many, the guard does not know what happens. */
const DEAF = { afterMs: 5 * 60_000, people: 500 };

export interface Watch {
  end(): Promise<void>;
}

/**
 * Watches over a campaign every few seconds while this process sends it, beside the sending. What it
 * finds pauses the campaign in the ledger, where the sending sees it.
 */
export async function keepWatch(campaign: Campaign, tools: PaceTools & WatchTools): Promise<Watch> {
  const guard = await tools.ledger.guardOf(campaign.number);
  if (!guard) return { end: async () => {} };
  const over = new AbortController();
  const watching = watch(campaign, { ...tools, signal: over.signal }, over.signal);
  // Whoever ends it hears of it.
  watching.catch(() => {});
  return {
    end: () => {
      over.abort();
      return watching;
    },
  };
}

async function watch(
  campaign: Campaign,
  tools: PaceTools & WatchTools,
  over: AbortSignal,
): Promise<void> {
  const { now, means } = tools;
  const began = now();
  let isDeaf: boolean | undefined;
  while (!over.aborted) {
    const from = now();
    const isStopped = await look(campaign, tools);
    if (isStopped) return;
    if (isDeaf === undefined && now() - began >= DEAF.afterMs) {
      isDeaf = await hearsNothing(campaign, tools);
      if (isDeaf) tools.tell?.({ type: 'deaf' });
    }
    const restMs = Math.max(REST_MS, REST_RATIO * (now() - from));
    await means.clock.sleep(restMs, over).catch(() => {});
  }
}

/** What cannot be looked at now is looked at next time; the sending says what is wrong with the ledger. */
async function look(campaign: Campaign, tools: WatchTools): Promise<boolean> {
  try {
    return (await watchOver(campaign, tools)) !== undefined;
  } catch (error) {
    if (mendingOf(error) === undefined) throw error;
    return false;
  }
}

async function hearsNothing(campaign: Campaign, tools: WatchTools): Promise<boolean> {
  const { accepted, heard } = await figuresOf(campaign, tools);
  return accepted >= DEAF.people && heard === 0;
}
