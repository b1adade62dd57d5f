import { type Stop, stopOf } from '../campaign/stops.ts';
import type { Campaign, CampaignState, Ledger, Tally } from '../ledger/ledger.ts';
import type { WorkLog } from './work-log.ts';

/** How a campaign that nobody follows was done, paused or cancelled. */
export interface End {
  readonly campaign: Campaign;
  readonly state: CampaignState;
  readonly tally: Tally;
  readonly stop: Stop | undefined;
}

/** Posts it; gives what went wrong, for people, or undefined. */
export type Notify = (end: End) => Promise<string | undefined>;

export interface TellTools {
  readonly ledger: Ledger;
  readonly log: WorkLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Undefined where nobody is to be told: then the ends that this worker finds are told by none. */
  readonly notify?: Notify | undefined;
}

/**
 * Tells how campaigns ended that were left to workers: each end once, by one of them, when what was
 * under way is answered, or its sender known to be dead. What could not be posted is not posted again.
 */
export async function tellEnds(tools: TellTools): Promise<void> {
  const { ledger } = tools;
  for (const number of await ledger.campaignsToTell()) {
    await ledger.sweepSenders(number);
    if (!(await ledger.claimTelling(number))) continue;
    const campaign = await ledger.campaignByNumber(number);
    if (campaign) await tell(campaign, tools);
  }
}

async function tell(campaign: Campaign, { ledger, log, now, notify }: TellTools): Promise<void> {
  if (!notify) return;
  const { name, number, state } = campaign;
  const [tally, stop] = [await ledger.tally(number), await stopOf(campaign, { ledger, now })];
  const failure = await notify({ campaign, state, tally, stop });
  if (failure === undefined) return;
  const what = `The summary was not posted: ${failure}. The send is not affected.`;
  log({ level: 'warn', campaign: name, what });
}
