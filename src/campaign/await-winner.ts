import type { Campaign } from '../ledger/ledger.ts';
import type { Trial } from '../ledger/trial-ledger.ts';
import { type Judgement, judgeTrial, standingsOf } from '../trial/judge-trial.ts';
import { figuresOf } from '../trial/variant-figures.ts';
import { holdLease, type PaceTools, waitUntil } from './keep-pace.ts';
import type { Stop } from './stops.ts';

/** Signatures are counted no more often than this; a pause is looked for at each nap. */
const COUNT_MS = 5_000;

/** What became of the wait: the rest may go, or why it is not to; neither, if something else ended it. */
export interface Awaited {
  readonly mayGoOn: boolean;
  readonly stop?: Stop | undefined;
}

/**
 * Once the trial of a campaign is sent, waits until its winner is chosen: by the rule that was given, or
 * by hand in another terminal. The choice is in the ledger before this returns. Without a rule, or where
 * the rule decides nothing, it is for a person to say.
 */
export async function awaitWinner(campaign: Campaign, tools: PaceTools): Promise<Awaited> {
  const { ledger, now, tell } = tools;
  const trial = await ledger.trialOf(campaign.number);
  // Where all are in the trial, nobody waits for its winner.
  if (!trial || (await ledger.tally(campaign.number)).planned === 0) return { mayGoOn: false };
  // By hand, since this process looked for the last batch.
  if (trial.winner) return { mayGoOn: true };
  const sentAt = await ledger.trialSent(campaign.number);
  if (sentAt === undefined) return { mayGoOn: false };
  for (let told = 0; ; ) {
    const judgement = await judge(campaign, trial, sentAt, tools);
    if (judgement.kind === 'winner') {
      const winner = await ledger.chooseWinner(campaign.number, judgement.winner);
      tell?.({ type: 'winner', winner });
      return { mayGoOn: true };
    }
    if (judgement.kind === 'ask') return { mayGoOn: false, stop: askFor(campaign, judgement.why) };
    const { until } = judgement;
    if (until !== told) tell?.({ type: 'wait', reason: 'trial', until });
    told = until;
    const next = await sit(campaign, Math.min(until, now() + COUNT_MS), tools);
    if (next) return next;
  }
}

/** What became of one look at a trial. */
export type Decided = 'chosen' | 'waits' | 'stopped' | 'nothing to decide';

/**
 * The same for workers, whom nothing keeps waiting: looks once, and keeps the winner, or stops the
 * campaign where a person is to say.
 */
export async function decideWinner(campaign: Campaign, tools: JudgeTools): Promise<Decided> {
  const { ledger } = tools;
  const trial = await ledger.trialOf(campaign.number);
  if (!trial || trial.winner) return 'nothing to decide';
  const sentAt = await ledger.trialSent(campaign.number);
  if (sentAt === undefined || (await ledger.tally(campaign.number)).planned === 0) {
    return 'nothing to decide';
  }
  const judgement = await judge(campaign, trial, sentAt, tools);
  if (judgement.kind === 'winner') await ledger.chooseWinner(campaign.number, judgement.winner);
  if (judgement.kind === 'ask') {
    await ledger.stopCampaign(campaign.number, askFor(campaign, judgement.why));
  }
  return DECIDED[judgement.kind];
}

const DECIDED = { winner: 'chosen', ask: 'stopped', wait: 'waits' } as const;

type JudgeTools = Pick<PaceTools, 'ledger' | 'now'>;

async function judge(
  { number }: Campaign,
  trial: Trial,
  sentAt: number,
  { ledger, now }: JudgeTools,
): Promise<Judgement> {
  const names = trial.variants.map(({ variant }) => variant);
  const standings = standingsOf(figuresOf(names, await ledger.byEdition(number)));
  return judgeTrial(trial, standings, { sentAt, now: now() });
}

/** Waits until then, unless somebody stops it or has chosen. */
async function sit(
  campaign: Campaign,
  until: number,
  tools: PaceTools,
): Promise<Awaited | undefined> {
  const { ledger, tell } = tools;
  // Says that this process is alive.
  if (!(await holdLease(campaign, tools)).taken) return { mayGoOn: false };
  const chosen = async () => (await ledger.trialOf(campaign.number))?.winner;
  const goesOn = async () => (await chosen()) === undefined;
  const isTimeUp = await waitUntil(until, campaign, 'sending', tools, { goesOn });
  const winner = await chosen();
  if (!winner) return isTimeUp ? undefined : { mayGoOn: false };
  tell?.({ type: 'winner', winner });
  return { mayGoOn: true };
}

const WHY = {
  'no rule': 'The trial is sent; the rest waits until its winner is chosen.',
  'no signatures':
    'The time for the trial is over, and nobody has signed: nothing tells which variant is the best.',
  'not sure': 'For a day, no variant has become the best with the probability that was asked for.',
};

function askFor({ name }: Campaign, why: keyof typeof WHY): Stop {
  return {
    reason: WHY[why],
    fix: `See how the variants do with: outcry winner ${name}\nChoose one with: outcry winner ${name} A (or another), then send the rest with: outcry resume ${name}`,
  };
}
