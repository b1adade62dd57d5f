import type { CommandSpec } from './command.ts';

/** What staff do with signatures, and with the petitions they stand under. */
export const SIGNATURES_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'signatures list [petition]',
    group: 'after',
    summary: 'show who has signed, and what they wrote; the newest first',
    options: [
      ['--comments <state>', 'only those with a comment that is new, shown or hidden'],
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
    load: () => import('./commands/signatures-approve.ts'),
  },
  {
    usage: 'signatures hide <number...>',
    group: 'after',
    summary: 'keep the comments of these signatures off every page',
    options: [],
    examples: ['outcry signatures hide 13'],
    load: () => import('./commands/signatures-hide.ts'),
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
    load: () => import('./commands/petitions-close.ts'),
  },
  {
    usage: 'petitions open <petition>',
    group: 'after',
    summary: 'let a petition be signed again, also after its last day',
    options: [],
    examples: ['outcry petitions open keep-the-door-open'],
    load: () => import('./commands/petitions-open.ts'),
  },
];
