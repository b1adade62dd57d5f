import { formatCount } from '../format-count.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Trial, TrialRule, VariantFigures, Winner } from '../ledger/trial-ledger.ts';
import { chanceOf, inShort } from '../report/variant-words.ts';
import { sayDuration, sayTime } from '../schedule/say-time.ts';
import type { CampaignNumber } from '../terms.ts';
import { GUARDS, type Standing, standingsOf } from '../trial/judge-trial.ts';
import { figuresOf } from '../trial/variant-figures.ts';
import { plural } from './present-problems.ts';

/** A trial as it stands: each variant, and who waits for the winner or has got it. */
export interface TrialView {
  readonly trial: Trial;
  readonly standings: readonly Standing[];
  readonly rest: VariantFigures;
}

export async function viewTrial(
  ledger: Ledger,
  campaign: CampaignNumber,
): Promise<TrialView | undefined> {
  const trial = await ledger.trialOf(campaign);
  if (!trial) return undefined;
  const names = trial.variants.map(({ variant }) => variant);
  const [rest, ...figures] = figuresOf(['', ...names], await ledger.byEdition(campaign));
  return rest && { trial, standings: standingsOf(figures), rest };
}

const SUBJECT_WIDTH = 30;

/** A line for each variant, for a terminal of 80 columns. */
export function trialTable({ trial, standings }: Pick<TrialView, 'trial' | 'standings'>): string[] {
  const subjects = trial.variants.map(({ subject }) => inShort(subject, SUBJECT_WIDTH));
  const width = Math.max(7, ...subjects.map((subject) => [...subject].length));
  const heads = ['mailed', 'signed', 'rate', '95 % between', 'best with'];
  return [
    line(['', 'subject', ...heads], width),
    ...standings.map((one, index) =>
      line(
        [
          one.variant,
          subjects[index] ?? '',
          formatCount(one.accepted),
          formatCount(one.signatures),
          one.accepted === 0 ? '–' : percent(one.rate),
          `${percent(one.low, '')}–${percent(one.high)}`,
          chanceOf(one.best),
        ],
        width,
      ),
    ),
  ];
}

function line(cells: readonly string[], width: number): string {
  const [variant = '', subject = '', mailed = '', signed = '', ...rest] = cells;
  const [rate = '', between = '', best = ''] = rest;
  const padded = subject + ' '.repeat(Math.max(0, width - [...subject].length));
  return `  ${variant.padEnd(2)}${padded}${mailed.padStart(8)}${signed.padStart(7)}${rate.padStart(8)}${between.padStart(14)}${best.padStart(11)}`;
}

function percent(share: number, unit = ' %'): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.01 ? 2 : 1)}${unit}`;
}

/** "variant B, chosen by hand, the best with 97.2 %". */
export function sayWinner({ variant, how, probability }: Winner): string {
  const ways = {
    hand: 'chosen by hand',
    probability: 'by its probability',
    deadline: 'the least to lose when time was over',
  };
  return `variant ${variant}, ${ways[how]}, the best with ${chanceOf(probability)}`;
}

/** When a trial decides itself, in words. */
export function sayRule({ probability, until, afterMs }: TrialRule, zone: string): string {
  const deadline =
    until !== undefined
      ? `on ${sayTime(until, zone)}`
      : afterMs !== undefined
        ? `${sayDuration(afterMs)} after the trial is sent`
        : undefined;
  const least = `${GUARDS.signatures} signatures and ${sayDuration(GUARDS.ms)} at the least`;
  const sure = probability && `once one is the best with ${percent(probability)} (${least})`;
  if (!sure && !deadline) return 'chosen by you: the send stops after the trial and says how';
  const late = sure ? 'else the best one' : 'the best one';
  if (!deadline) return `${sure}; if none is within a day, you are asked`;
  return [sure, `${late} ${deadline}`].filter(Boolean).join(', ');
}

/** Who waits, or whom the winner went to. */
export function sayRest({ trial: { winner }, rest }: TrialView): string {
  if (rest.recipients === 0) return 'All recipients are in the trial: nobody waits for its winner.';
  const isOne = rest.recipients === 1;
  const others = isOne
    ? 'The other one'
    : `The other ${plural(rest.recipients, 'person', 'people')}`;
  if (!winner) return `${others} ${isOne ? 'waits' : 'wait'} for the winner.`;
  const signed = `${formatCount(rest.accepted)} mailed, ${formatCount(rest.signatures)} signed`;
  return `${others} ${isOne ? 'gets' : 'get'} ${sayWinner(winner)}: ${signed}.`;
}

/** The same as data. */
export function trialJson({ trial, standings, rest }: TrialView) {
  const { winner } = trial;
  return {
    variants: standings.map(({ variant, ...one }, index) => ({
      variant,
      subject: trial.variants[index]?.subject ?? '',
      recipients: one.recipients,
      accepted: one.accepted,
      signatures: one.signatures,
      rate: one.rate,
      low: one.low,
      high: one.high,
      probability_best: one.best,
      expected_loss: one.loss,
    })),
    rest: { recipients: rest.recipients, accepted: rest.accepted, signatures: rest.signatures },
    winner: winner ? { ...winner, at: new Date(winner.at).toISOString() } : null,
  };
}
