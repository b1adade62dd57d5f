import { always, type CommandSpec, unlessDry } from './command.ts';

/** Which signatures are meant. */
const CHOICE = [
  ['--where <condition>', 'only those that fit, such as \'domain = "example.com"\''],
  ['--since <time>', 'only those from then on, such as 2026-11-24 or "2026-11-24 09:00"'],
  ['--until <time>', 'only those before then; a day counts whole'],
] as const;
const ACT_OPTIONS = [
  ...CHOICE,
  ['--reason <text>', 'why (required)'],
  ['--dry-run', 'show which they are, and change nothing'],
  ['--yes', 'do not ask'],
] as const;

/** What staff do with signatures, and with the petitions they stand under. */
export const SIGNATURES_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'signatures list [petition]',
    group: 'after',
    summary: 'show who has signed, and what they wrote; the newest first',
    options: [
      [
        '--comments <state>',
        'only those with a comment that is new, shown or hidden',
        ['new', 'shown', 'hidden'],
      ],
      ['--invalid', 'only those that do not count any more'],
      ['--limit <number>', 'so many of them (50)'],
    ],
    examples: [
      'outcry signatures list --comments new',
      'outcry signatures list keep-the-door-open --limit 500 --json',
    ],
    load: () => import('./commands/signatures-list.ts'),
  },
  {
    usage: 'signatures approve <number...>',
    group: 'after',
    summary: "let the petition's page show these signatures' comments",
    options: [],
    examples: ['outcry signatures approve 12 15'],
    changes: always,
    load: () => import('./commands/signatures-approve.ts'),
  },
  {
    usage: 'signatures hide <number...>',
    group: 'after',
    summary: 'keep the comments of these signatures off every page',
    options: [],
    examples: ['outcry signatures hide 13'],
    changes: always,
    load: () => import('./commands/signatures-hide.ts'),
  },
  {
    usage: 'signatures redact <petition> [number...]',
    group: 'after',
    summary: 'keep comments off pages, and out of exports and deliveries',
    options: ACT_OPTIONS,
    examples: [
      'outcry signatures redact keep-the-door-open 13 --reason "names a neighbour"',
      'outcry signatures redact keep-the-door-open \\\n    --where \'comment contains "http"\' --reason advertising',
    ],
    changes: unlessDry,
    load: () => import('./commands/signatures-redact.ts'),
  },
  {
    usage: 'signatures invalidate <petition> [number...]',
    group: 'after',
    summary: 'let signatures not count, as those of a flood; they are kept',
    options: ACT_OPTIONS,
    examples: [
      'outcry signatures invalidate keep-the-door-open \\\n    --where \'domain = "bots.example"\' --since 2026-11-24 --reason "a flood"',
      'outcry signatures invalidate keep-the-door-open 13 \\\n    --reason "signs as the target"',
    ],
    changes: unlessDry,
    load: () => import('./commands/signatures-invalidate.ts'),
  },
  {
    usage: 'signatures acts [petition]',
    group: 'after',
    summary: 'show what was invalidated and redacted: how many, when, by whom, why',
    options: [],
    examples: ['outcry signatures acts keep-the-door-open'],
    load: () => import('./commands/signatures-acts.ts'),
  },
  {
    usage: 'signatures restore <act>',
    group: 'after',
    summary: 'take an act back: what it invalidated counts, what it redacted is shown',
    options: [],
    examples: ['outcry signatures restore 3'],
    changes: always,
    load: () => import('./commands/signatures-restore.ts'),
  },
  {
    usage: 'signatures export <petition>',
    group: 'after',
    summary: 'write the signatures that count, with what their signers let be shown',
    options: [
      ['--out <file>', 'a new file to write to; else it is this terminal'],
      ['--format <format>', 'csv or ndjson (by the name of the file; csv)'],
      [
        '--columns <column...>',
        'these instead of number, signed_at, first_name, last_name, postcode, country, comment',
      ],
      ...CHOICE,
    ],
    examples: [
      'outcry signatures export keep-the-door-open --out signatures.csv',
      'outcry signatures export keep-the-door-open --where \'country = "ES"\' \\\n    --since 2026-11-24 --format ndjson',
    ],
    load: () => import('./commands/signatures-export.ts'),
  },
  {
    usage: 'signatures deliver <petition>',
    group: 'after',
    summary: "make what is handed to the petition's target: names as PDF and CSV, with a cover",
    options: [
      ['--since-last', 'only what is new since the last delivery; so it is unless you say --all'],
      ['--all', 'all signatures, also those that were in an earlier delivery'],
      ['--by <field>', 'files of their own for each state, country or other column of the list'],
      ['--out <folder>', 'a new folder for the files (one named by petition and number)'],
      ['--paper <size>', 'a4 or letter (a4)'],
      ['--volume <number>', 'at most so many signatures in one file (25000)'],
      ['--send', "mail the files to the target's address"],
      ['--to <email>', "that address, if not the appeal's petition: target_email"],
      [
        '--number <number>',
        'with --send: mail this earlier delivery, what of it is not mailed yet',
      ],
      ['--again', 'with --send: also mails that were refused, or that may have been taken'],
      ['--dry-run', 'say what it would hold, and make nothing'],
      ['--yes', 'do not ask before mailing'],
    ],
    examples: [
      'outcry signatures deliver keep-the-door-open',
      'outcry signatures deliver keep-the-door-open --since-last --by state',
      'outcry signatures deliver keep-the-door-open --send --to ADDRESS',
    ],
    changes: unlessDry,
    load: () => import('./commands/signatures-deliver.ts'),
  },
  {
    usage: 'signatures deliveries <petition>',
    group: 'after',
    summary: 'show what was delivered of a petition: when, how many, files, mails',
    options: [],
    examples: ['outcry signatures deliveries keep-the-door-open'],
    load: () => import('./commands/signatures-deliveries.ts'),
  },
  {
    usage: 'petitions list',
    group: 'after',
    summary: 'show every petition: its page, its signatures, whether it can be signed',
    options: [],
    examples: ['outcry petitions list'],
    load: () => import('./commands/petitions-list.ts'),
  },
  {
    usage: 'petitions close <petition>',
    group: 'after',
    summary: 'take no more signatures under a petition; its pages say so',
    options: [],
    examples: ['outcry petitions close keep-the-door-open'],
    changes: always,
    load: () => import('./commands/petitions-close.ts'),
  },
  {
    usage: 'petitions open <petition>',
    group: 'after',
    summary: 'let a petition be signed again, also after its last day',
    options: [],
    examples: ['outcry petitions open keep-the-door-open'],
    changes: always,
    load: () => import('./commands/petitions-open.ts'),
  },
];
