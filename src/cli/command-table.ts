import { always, type CommandSpec, unlessDry } from './command.ts';
import { DB_COMMANDS } from './db-commands.ts';
import { GUARD_KINDS } from './guard-kinds.ts';
import { RUN_COMMANDS } from './run-commands.ts';
import { SIGNATURES_COMMANDS } from './signatures-commands.ts';
import { SUPPORTER_COMMANDS } from './supporter-commands.ts';
import { COLUMNS, SUPPRESSIONS_COMMANDS } from './suppressions-commands.ts';

const LIST = ['--list <csv...>', 'the lists of supporters: one or more CSV files'] as const;
/** Whom staff want of the lists. */
const SELECTION = [
  ['--where <condition>', 'only the rows that fit, such as \'state = "NY" and donor\''],
  ['--exclude <list...>', 'leave out everybody on these lists, or who got these campaigns'],
  ['--sample <number>', 'only so many people, by lot; the same ones each time'],
  COLUMNS,
] as const;
const DETACH = ['--detach', 'let workers send it, and do not wait here for the end'] as const;
const NOTIFY = [
  '--notify <url>',
  'post the summary to this web hook (Slack, Mattermost, Teams …) when it ends or stops',
] as const;
const AGAINST = [
  '--against <appeal...>',
  'other appeals for the same petition, to test the letter against',
] as const;
const VARIANTS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

/** Every command, in the order in which staff meet them. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'init [dir]',
    group: 'write',
    summary: 'make a new workspace with a sample appeal, templates and a list',
    options: [],
    examples: ['outcry init my-campaigns'],
    load: () => import('./commands/init.ts'),
  },
  {
    usage: 'check <appeal>',
    group: 'check',
    summary: 'find what is wrong with an appeal before it is sent',
    options: [
      LIST,
      ...SELECTION,
      AGAINST,
      ['--rejects <file>', 'write the refused rows there, each with its reason'],
      ['--links', 'also ask every link and source whether it still leads somewhere'],
    ],
    examples: [
      'outcry check templates/appeals/safe-harbour.md',
      'outcry check templates/appeals/safe-harbour.md --list lists/supporters.csv',
      'outcry check templates/appeals/safe-harbour.md --links',
    ],
    load: () => import('./commands/check.ts'),
  },
  {
    usage: 'build <appeal>',
    group: 'write',
    summary: 'write the finished letter to files, to look at',
    options: [
      ['--out <dir>', 'the folder to write to (required)'],
      LIST,
      [
        '--to <email>',
        "also write this supporter's own copy, and an .eml to open in a mail program",
      ],
    ],
    examples: [
      'outcry build templates/appeals/safe-harbour.md --out /tmp/letter',
      'outcry build templates/appeals/safe-harbour.md --out /tmp/letter \\\n    --list lists/supporters.csv --to ADDRESS',
    ],
    load: () => import('./commands/build.ts'),
  },
  {
    usage: 'preview <appeal>',
    group: 'write',
    summary: 'show the letter in the browser while you write it',
    options: [
      LIST,
      ['--to <email>', "begin with this supporter's copy"],
      ['--port <port>', 'the port to listen on; 0 is any free one (4020)'],
    ],
    examples: [
      'outcry preview templates/appeals/safe-harbour.md',
      'outcry preview templates/appeals/safe-harbour.md --list lists/supporters.csv',
    ],
    load: () => import('./commands/preview.ts'),
  },
  {
    usage: 'lists check <csv...>',
    group: 'check',
    summary: 'say what a list holds, and which rows cannot be used',
    options: [['--rejects <file>', 'write the refused rows there, each with its reason'], COLUMNS],
    examples: ['outcry lists check lists/supporters.csv --rejects rejects.csv'],
    load: () => import('./commands/lists-check.ts'),
  },
  {
    usage: 'approve <appeal>',
    group: 'send',
    summary: 'say that a letter, exactly as it is, may be sent by others',
    options: [LIST, AGAINST, ['--yes', 'do not ask']],
    examples: ['outcry approve templates/appeals/safe-harbour.md'],
    load: () => import('./commands/approve.ts'),
  },
  {
    usage: 'send <appeal>',
    group: 'send',
    summary: 'send an appeal to the supporters of a list, once each',
    options: [
      LIST,
      ...SELECTION,
      ['--rejects <file>', 'write the refused rows there, each with its reason'],
      ['--test <email...>', 'send the letter to these addresses only, as a test'],
      ['--lang <language>', "with --test: which of the letter's languages"],
      ['--variant <name>', 'with --test: which of its variants, A, B …; in turn without', VARIANTS],
      AGAINST,
      ['--trial <share>', 'try variants on so many first, such as 20% or 5000 people (20%)'],
      ['--decide <percent>', 'send the rest once one is the best so surely, such as 95%'],
      ['--until <time>', 'send the rest at the latest then, such as 4h or "18:30"'],
      ['--dry-run', 'show who would get what, and send nothing'],
      ['--at <time>', 'start then, such as "tomorrow 09:00" or "2026-12-01 09:00 Europe/Madrid"'],
      ['--rate <people>', 'no faster than so many people, such as 50000/h or 600/min'],
      ['--warmup <people,...>', 'at most so many on the first day, the second, and so on'],
      ['--first <people>', 'send to so many first, by lot; the rest if the guard finds nothing'],
      ['--wait <time>', 'how long the rest waits after them, such as 15m or 2h (15m)'],
      DETACH,
      NOTIFY,
      ['--name <campaign>', "the campaign's name (the appeal's, with the day)"],
      ['--yes', 'do not ask before sending'],
      ['--again', 'mail this letter also to people who have had it, or nearly it, before'],
    ],
    examples: [
      'outcry send templates/appeals/safe-harbour.md --list lists/supporters.csv \\\n    --dry-run',
      'outcry send templates/appeals/safe-harbour.md --list lists/supporters.csv \\\n    --test me@example.org',
      'outcry send templates/appeals/safe-harbour.md --list lists/supporters.csv \\\n    --where \'state = "NY" and donor\' --sample 500 --exclude mailed.csv',
      'outcry send templates/appeals/safe-harbour.md --list lists/supporters.csv \\\n    --first 5000 --wait 15m',
      'outcry send templates/appeals/safe-harbour.md --list lists/supporters.csv',
    ],
    changes: unlessDry,
    load: () => import('./commands/send.ts'),
  },
  {
    usage: 'winner <campaign> [variant]',
    group: 'live',
    summary: 'show how the variants of a letter do, or choose the one that the rest gets',
    options: [['--yes', 'do not ask']],
    examples: ['outcry winner safe-harbour-2026-11-24', 'outcry winner safe-harbour-2026-11-24 B'],
    changes: ({ args }) => args.length > 1,
    load: () => import('./commands/winner.ts'),
  },
  {
    usage: 'status [campaign]',
    group: 'live',
    summary: 'show how a campaign stands, or all of them',
    options: [],
    examples: ['outcry status', 'outcry status safe-harbour-2026-11-24'],
    load: () => import('./commands/status.ts'),
  },
  {
    usage: 'resume <campaign>',
    group: 'live',
    summary: 'go on with a campaign that stopped part-way; nobody is mailed twice',
    options: [
      ['--now', 'start now what was to start at another time'],
      ['--rate <people>', 'from here on no faster than so many people, such as 50000/h'],
      [
        '--despite <what...>',
        'go on although the guard has stopped it, such as for bounces',
        GUARD_KINDS,
      ],
      DETACH,
      NOTIFY,
      ['--again', 'mail this letter also to people who have had it, or nearly it, before'],
    ],
    examples: [
      'outcry resume safe-harbour-2026-11-24',
      'outcry resume safe-harbour-2026-11-24 --despite bounces',
    ],
    changes: always,
    load: () => import('./commands/resume.ts'),
  },
  {
    usage: 'pause <campaign>',
    group: 'live',
    summary: 'hold a campaign back, from any terminal, once what is under way is answered',
    options: [],
    examples: ['outcry pause safe-harbour-2026-11-24'],
    changes: always,
    load: () => import('./commands/pause.ts'),
  },
  {
    usage: 'cancel <campaign>',
    group: 'live',
    summary: 'end a campaign for good; whoever was not mailed yet never is',
    options: [['--yes', 'do not ask']],
    examples: ['outcry cancel safe-harbour-2026-11-24'],
    changes: always,
    load: () => import('./commands/cancel.ts'),
  },
  {
    usage: 'reconcile <campaign>',
    group: 'live',
    summary: 'show batches of which nobody knows whether they were taken, and decide about them',
    options: [
      ['--accept', 'they were taken: count their recipients as mailed'],
      ['--resend', 'they were not: send to their recipients again, at the risk of twice'],
      ['--batch <number...>', 'only these batches'],
      ['--yes', 'do not ask'],
    ],
    examples: [
      'outcry reconcile safe-harbour-2026-11-24',
      'outcry reconcile safe-harbour-2026-11-24 --resend --batch 7 12 14-16',
    ],
    changes: ({ options }) => Boolean(options.accept || options.resend),
    load: () => import('./commands/reconcile.ts'),
  },
  {
    usage: 'log <campaign>',
    group: 'live',
    summary: 'show who ran which command on a campaign, and when',
    options: [],
    examples: ['outcry log safe-harbour-2026-11-24'],
    load: () => import('./commands/log.ts'),
  },
  {
    usage: 'recipients <campaign>',
    group: 'after',
    summary: 'show who got a campaign, and who did not and why',
    options: [
      [
        '--state <state...>',
        'only these: accepted, refused, unknown, suppressed, planned, duplicate or invalid',
        ['accepted', 'refused', 'unknown', 'suppressed', 'planned', 'duplicate', 'invalid'],
      ],
      ['--csv <file>', 'write them all there, for a next --list or --exclude; - is this terminal'],
    ],
    examples: [
      'outcry recipients safe-harbour-2026-11-24',
      'outcry recipients safe-harbour-2026-11-24 --state refused invalid',
      'outcry recipients safe-harbour-2026-11-24 --csv got-it.csv \\\n    --state accepted unknown',
    ],
    load: () => import('./commands/recipients.ts'),
  },
  {
    usage: 'report <campaign>',
    group: 'after',
    summary: 'show what the letter did: delivered, clicked, signed',
    options: [
      ['--html <file>', 'also write the report as a page'],
      ['--csv <folder>', 'also write each of its tables as a file there'],
      ['--compare <campaign...>', 'set the same shares of these campaigns beside it'],
      ['--watch', 'show it again whenever its figures change, until Ctrl-C'],
    ],
    examples: [
      'outcry report safe-harbour-2026-11-24',
      'outcry report safe-harbour-2026-11-24 --html report.html --csv report',
      'outcry report safe-harbour-2026-11-24 --json',
    ],
    load: () => import('./commands/report.ts'),
  },
  ...SIGNATURES_COMMANDS,
  ...SUPPRESSIONS_COMMANDS,
  ...SUPPORTER_COMMANDS,
  ...DB_COMMANDS,
  ...RUN_COMMANDS,
];
