import { formatCount } from '../../format-count.ts';
import type { Problem } from '../../problem.ts';
import { plural } from '../present-problems.ts';
import { campaignSteps, type Step } from './campaign-steps.ts';
import type { LetterSeen } from './find-letter.ts';
import type { CampaignSeen, Surroundings } from './look-around.ts';

/** One thing to do, and the commands that do it. */
export interface Advice {
  readonly about: 'workspace' | 'setting' | 'campaign' | 'letter';
  readonly what: string;
  readonly steps: readonly Step[];
  /** Something waits for somebody, or is in the way. */
  readonly isUrgent: boolean;
}

/** Where there is no workspace yet. */
export const BEFORE_ALL: Advice = {
  about: 'workspace',
  what: 'This folder is no workspace yet: it has no outcry.yaml.',
  steps: [
    { words: 'See the whole story on this machine', command: 'outcry demo' },
    { words: 'Make a workspace, with a sample to change', command: 'outcry init my-campaigns' },
  ],
  isUrgent: false,
};

/** What to do next, the most pressing first: what is in the way, what waits, what comes next. */
export function advise(around: Surroundings): readonly Advice[] {
  const { missing, campaigns, letter, isSample, now } = around;
  const seen = campaigns.map((one) => adviseCampaign(one, now));
  const over = seen.filter(({ isOver }) => isOver).slice(0, 1);
  const under = seen.filter(({ isOver }) => !isOver);
  return [
    ...missing.map(adviseSetting),
    ...under.map(({ advice }) => advice),
    ...(isSample ? [YOUR_OWN] : []),
    ...(letter ? [adviseLetter(letter, around)] : []),
    ...over.map(({ advice }) => advice),
    ...(letter ? [] : [NEXT_LETTER]),
  ];
}

const YOUR_OWN: Advice = {
  about: 'setting',
  what: "outcry.yaml still names the sample's organisation: put your own name and address into it.",
  steps: [],
  isUrgent: false,
};

const NEXT_LETTER: Advice = {
  about: 'letter',
  what: 'Every letter in templates/appeals/ has been sent: write the next one there.',
  steps: [],
  isUrgent: false,
};

function adviseSetting({ what, fix }: Problem): Advice {
  const steps = [
    ...(fix ? [{ words: fix }] : []),
    { words: 'Then see what else is missing', command: 'outcry doctor' },
  ];
  return { about: 'setting', what, steps, isUrgent: true };
}

function adviseCampaign(seen: CampaignSeen, now: number) {
  const { campaign, tally, trial, holding } = seen;
  const { name, state } = campaign;
  const hasUnknown = tally.unknown > 0 && state !== 'cancelled';
  const isOver = !hasUnknown && (state === 'done' || state === 'cancelled');
  const reconcile = `outcry reconcile ${name}`;
  const steps = [
    ...(hasUnknown ? [{ words: 'Decide about what may have been taken', command: reconcile }] : []),
    ...mend(seen),
    ...campaignSteps(campaign, now, trial, holding),
  ];
  const figures = `${formatCount(tally.accepted)} of ${plural(tally.recipients, 'recipient')} accepted`;
  const advice: Advice = {
    about: 'campaign',
    what: [`${name} is ${WORDS[state]}: ${figures}.`, ...(isOver ? [] : whatWasSaid(seen))].join(
      ' ',
    ),
    steps,
    isUrgent: !isOver && (hasUnknown || state === 'paused' || state === 'freezing'),
  };
  return { advice, isOver };
}

function whatWasSaid({ stopped, trouble }: CampaignSeen): string[] {
  const broke = trouble && `SendGrid's last refusal, or what broke: ${trouble}`;
  return [stopped, broke].filter((words) => words !== undefined);
}

/** What whoever sent it was told to do first; the way on is told anyway, and the guard has its own. */
function mend({ campaign: { name, state, stop }, holding }: CampaignSeen): Step[] {
  if (state !== 'paused' || !stop || holding.length > 0) return [];
  const wayOn = new RegExp(`(^|\\s)(Then run|Go on with): outcry resume ${name}$`, 'm');
  const lines = stop.fix.replace(wayOn, '').split('\n').filter(Boolean);
  return lines.map((words) => ({ words }));
}

const WORDS = {
  freezing: 'half read',
  ready: 'waiting to start',
  sending: 'under way',
  paused: 'paused',
  done: 'done',
  cancelled: 'cancelled',
} as const;

/** A path that the shell takes for one word. */
function asTyped(file: string): string {
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}

const REHEARSE: readonly Step[] = [
  { words: 'In a second terminal, run the sandbox that takes the mail', command: 'outcry sandbox' },
  { words: 'In a third, run the sign page', command: 'outcry serve' },
];

function adviseLetter(
  { file, errors, isTested }: LetterSeen,
  { lists, isRehearsal }: Surroundings,
): Advice {
  const typed = `${asTyped(file)} --list ${asTyped(lists[0] ?? 'YOUR-LIST.csv')}`;
  const check = { words: 'See what, and where', command: `outcry check ${typed}` };
  if (errors > 0) {
    const what = `${file} cannot be sent yet: ${plural(errors, 'error')}.`;
    return { about: 'letter', what, steps: [check], isUrgent: true };
  }
  const send = `outcry send ${typed}`;
  const test = { words: 'Send it to yourself', command: `${send} --test you@example.org` };
  return {
    about: 'letter',
    what: `${file} can be sent${isTested ? '; this very letter was tested' : ', and was not tested yet'}.`,
    steps: [
      { words: 'Look at it in the browser', command: `outcry preview ${typed}` },
      ...(isRehearsal ? REHEARSE : []),
      ...(isTested ? [] : [test]),
      { words: 'See who would get it', command: `${send} --dry-run` },
      { words: 'Send it', command: send },
    ],
    isUrgent: false,
  };
}
