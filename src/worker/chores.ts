/**
 * What the engine has one of the workers do each minute: whatever a lost knock, a dead worker or the
 * time of day has left undone. All of it may be done twice, or by two at once.
 */
import { decideWinner } from '../campaign/await-winner.ts';
import { mendingOf } from '../campaign/ledger-trouble.ts';
import { type WatchTools, watchOver } from '../campaign/watch-over.ts';
import type { Campaign } from '../ledger/ledger.ts';
import type { CampaignNumber } from '../terms.ts';
import type { Engine } from './engine.ts';
import { type TellTools, tellEnds } from './tell-ends.ts';
import type { WorkLog } from './work-log.ts';

export interface ChoreTools extends WatchTools, TellTools {
  readonly engine: Engine;
  readonly log: WorkLog;
}

/** One thing to be done for each campaign that workers are to send. */
type Chore = (campaign: Campaign, tools: ChoreTools) => Promise<void>;

/** In this order: what is found, let go or chosen is known before it is asked whether there is more to send. */
const CHORES: readonly Chore[] = [sweep, guard, chooseWinner, knockAgain];

export async function doChores(tools: ChoreTools): Promise<void> {
  const { ledger, engine } = tools;
  const hands = await ledger.sweepWorkers();
  if (hands.length > 0) await engine.letGo(hands);
  for (const number of await ledger.campaignsToSend()) await choresOf(number, tools);
  await tellEnds(tools);
}

/** What is wrong with one campaign keeps nobody from looking after the others. */
async function choresOf(number: CampaignNumber, tools: ChoreTools): Promise<void> {
  try {
    const campaign = await tools.ledger.campaignByNumber(number);
    if (!campaign) return;
    for (const chore of CHORES) await chore(campaign, tools);
  } catch (error) {
    if (!(error instanceof Error) || mendingOf(error) !== undefined) throw error;
    const what = `Campaign ${number} could not be looked after. ${error.stack}`;
    tools.log({ level: 'error', what });
  }
}

async function sweep({ name, number }: Campaign, { ledger, log }: ChoreTools): Promise<void> {
  const batches = await ledger.sweepSenders(number);
  if (batches > 0) {
    const what = `${batches} batches are unknown: the worker that sent them died before the answer came. They are not sent again by themselves.`;
    log({ level: 'warn', campaign: name, what });
  }
  await ledger.finishCampaign(number);
}

/** Also what nobody sends now is watched: a first wave, of which it is to be seen how it goes. */
async function guard(campaign: Campaign, tools: ChoreTools): Promise<void> {
  const stop = await watchOver(campaign, tools);
  if (stop) tools.log({ level: 'warn', campaign: campaign.name, what: stop.reason });
}

async function chooseWinner(campaign: Campaign, tools: ChoreTools): Promise<void> {
  const decided = await decideWinner(campaign, tools);
  if (decided !== 'chosen') return;
  tools.log({ level: 'info', campaign: campaign.name, what: 'The winner of its trial is chosen.' });
}

async function knockAgain({ number }: Campaign, { ledger, engine }: ChoreTools): Promise<void> {
  if (await ledger.hasClaimable(number)) await engine.knock(number);
}
