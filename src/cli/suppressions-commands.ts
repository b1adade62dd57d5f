import type { CommandSpec } from './command.ts';

export const COLUMNS = [
  '--columns <field=column...>',
  'which column is which merge field, such as email=Mail,first_name=Vorname',
] as const;
const REASONS = ['unsubscribed', 'complained', 'bounced', 'manual', 'imported'];
const REASON = [
  '--reason <reason>',
  'only these: unsubscribed, complained, bounced, manual or imported',
  REASONS,
] as const;

export const SUPPRESSIONS_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'suppressions list',
    group: 'data',
    summary: 'show who must not be mailed, and why; the newest first',
    options: [
      ['--former', 'those that have ended: removed, or for a stronger reason now'],
      REASON,
      ['--limit <number>', 'so many of them (50)'],
    ],
    examples: [
      'outcry suppressions list',
      'outcry suppressions list --reason bounced --limit 500',
      'outcry suppressions list --former',
    ],
    load: () => import('./commands/suppressions-list.ts'),
  },
  {
    usage: 'suppressions add <email...>',
    group: 'data',
    summary: 'keep addresses from being mailed, from the next batch on',
    options: [['--why <text>', 'a note for colleagues']],
    examples: ['outcry suppressions add ana@example.org --why "asked by telephone"'],
    load: () => import('./commands/suppressions-add.ts'),
  },
  {
    usage: 'suppressions remove <email...>',
    group: 'data',
    summary: 'let suppressed addresses be mailed again',
    options: [
      ['--why <text>', 'who asked for it, and when (required)'],
      ['--yes', 'do not ask, also for who unsubscribed or complained'],
    ],
    examples: ['outcry suppressions remove ana@example.org --why "her mail of May 4"'],
    load: () => import('./commands/suppressions-remove.ts'),
  },
  {
    usage: 'suppressions import <csv>',
    group: 'data',
    summary: 'suppress everybody on a list; nobody is ever taken off',
    options: [
      ['--reason <reason>', "for all of them (each row's own, or imported)", REASONS],
      ['--why <text>', 'a note for colleagues'],
      COLUMNS,
      ['--dry-run', 'count, and suppress nobody'],
    ],
    examples: [
      'outcry suppressions import old-system.csv --dry-run',
      'outcry suppressions import gone.csv --reason unsubscribed \\\n    --why "from Mailchimp"',
    ],
    load: () => import('./commands/suppressions-import.ts'),
  },
  {
    usage: 'suppressions export',
    group: 'data',
    summary: 'write who must not be mailed as CSV, which import reads again',
    options: [['--csv <file>', 'the file to write; - is this terminal (required)'], REASON],
    examples: ['outcry suppressions export --csv suppressions.csv'],
    load: () => import('./commands/suppressions-export.ts'),
  },
  {
    usage: 'suppressions sync',
    group: 'data',
    summary:
      "suppress whoever is on SendGrid's own lists: unsubscribed, bounced, complained, invalid",
    options: [
      ['--all', 'read them from the beginning, not from the last time on'],
      ['--dry-run', 'count, and suppress nobody'],
    ],
    examples: ['outcry suppressions sync', 'outcry suppressions sync --all --dry-run'],
    load: () => import('./commands/suppressions-sync.ts'),
  },
];
