import type { CommandSpec } from './command.ts';

/** What those do who look after the ledger. */
export const DB_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'db backup <file>',
    group: 'data',
    summary: 'copy the ledger into a new file, while sends and "serve" go on',
    options: [],
    examples: ['outcry db backup /safe/ledger-2026-11-28.sqlite'],
    load: () => import('./commands/db-backup.ts'),
  },
  {
    usage: 'db move',
    group: 'data',
    summary: 'take the ledger over from its file into a PostgreSQL database',
    options: [
      ['--to <url>', 'an empty database (the one that OUTCRY_DATABASE_URL names)'],
      ['--cancel', 'give up a move that was begun, and stay with the file'],
    ],
    examples: [
      'outcry db move',
      'outcry db move --to postgres://outcry:PASSWORD@db.example.org/outcry',
      'outcry db move --cancel',
    ],
    load: () => import('./commands/db-move.ts'),
  },
];
