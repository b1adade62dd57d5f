import { guardSteps } from '../../campaign/guard-stop.ts';
import { isLate } from '../../campaign/keep-pace.ts';
import type { Finding } from '../../guard/guard.ts';
import type { Campaign } from '../../ledger/ledger.ts';
import type { TrialView } from '../present-trial.ts';

/** What can be done next, in words that lead to a command, or that stand alone. */
export interface Step {
  readonly words: string;
  readonly command?: string;
}

/** What can be done next about a campaign; nothing more is to be done about some. */
export function campaignSteps(
  campaign: Pick<Campaign, 'name' | 'state' | 'startsAt'>,
  now: number,
  trial: TrialView | undefined,
  /** What the guard has stopped it for, and still does. */
  holding: readonly Finding[] = [],
): readonly Step[] {
  const { name, state, startsAt } = campaign;
  const resume = { words: 'Go on with', command: `outcry resume ${name}` };
  if (state === 'freezing')
    return [{ words: 'Its list is being read, or was when it stopped: nobody was mailed.' }];
  if (state === 'sending')
    return [{ ...resume, words: 'It is under way; if it was cut off, go on with' }];
  if (state === 'cancelled')
    return [
      {
        words: 'It was cancelled: nobody else will be mailed. See who got it with',
        command: `outcry recipients ${name}`,
      },
    ];
  if (state === 'done')
    return [{ words: 'See what the letter does with', command: `outcry report ${name}` }];
  if (holding.length > 0) return guardSteps(campaign, holding);
  if (startsAt !== undefined) return untilItStarts(name, isLate({ startsAt }, now));
  return state === 'paused' && isUndecided(trial) ? [...choose(name), resume] : [resume];
}

/** The trial is sent, and the rest waits for somebody to choose the winner. */
function isUndecided(trial: TrialView | undefined): boolean {
  const isSent = trial?.trial.sentAt !== undefined;
  return isSent && !trial.trial.winner && trial.rest.recipients > 0;
}

function choose(name: string): Step[] {
  return [
    { words: 'See how the variants do with', command: `outcry winner ${name}` },
    { words: 'Choose A, or another, with', command: `outcry winner ${name} A` },
  ];
}

function untilItStarts(name: string, late: boolean): Step[] {
  const now = `outcry resume ${name} --now`;
  if (late) return [{ words: 'If it is still right to send it, do so now', command: now }];
  return [
    {
      words: 'If no terminal waits for it any more, wait with',
      command: `outcry resume ${name}`,
    },
    { words: 'Or start it now', command: now },
  ];
}

/** Steps as lines of text. */
export function saySteps(steps: readonly Step[]): string {
  return steps.map(({ words, command }) => (command ? `${words}: ${command}` : words)).join('\n');
}
