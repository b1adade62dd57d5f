import type { Campaign } from '../ledger/ledger.ts';
import type { PaceTools } from './keep-pace.ts';
import { mendingOf } from './ledger-trouble.ts';
import { createListener } from './listen.ts';
import { type WatchTools, watchOver } from './watch-over.ts';

/** Between two looks at the least; and a look may take this part of the time. */
const REST_MS = 5_000;
const REST_RATIO = 20;
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
  const listen = createListener(campaign, tools);
  while (!over.aborted) {
    const from = now();
    if (await look(campaign, tools, listen)) return;
    const restMs = Math.max(REST_MS, REST_RATIO * (now() - from));
    await means.clock.sleep(restMs, over).catch(() => {});
  }
}

/** What cannot be looked at now is looked at next time; the sending says what is wrong with the ledger. */
async function look(
  campaign: Campaign,
  tools: PaceTools & WatchTools,
  listen: () => Promise<void>,
): Promise<boolean> {
  try {
    const stop = await watchOver(campaign, tools);
    if (stop) tools.tell?.({ type: 'guard', reason: stop.reason });
    else await listen();
    return stop !== undefined;
  } catch (error) {
    if (mendingOf(error) === undefined) throw error;
    return false;
  }
}
