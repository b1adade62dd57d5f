import type { CommandSpec } from './command.ts';

/** What those do who look after the ledger. */
export const DB_COMMANDS: readonly CommandSpec[] = [
  {
    usage: 'forget [campaign...]',
    group: 'data',
    summary: 'forget what is known of the people of campaigns that are long over; sums stay',
    options: [
      ['--before <day>', 'all campaigns whose last letter left before it, such as 2025-12-31'],
      ['--yes', 'do not ask'],
    ],
    examples: ['outcry forget safe-harbour-2024-11-24', 'outcry forget --before 2025-12-31'],
    load: () => import('./commands/forget.ts'),
  },
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
