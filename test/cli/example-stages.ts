import type { Stage } from './a-place-for-examples.ts';
import { wordsOf } from './shell-line.ts';

/** How far the campaign is that these commands are about; it is sent for the others. */
const STAGES: Readonly<Record<string, Stage>> = {
  build: 'fresh',
  check: 'fresh',
  send: 'fresh',
  resume: 'paused',
  pause: 'paused',
  cancel: 'paused',
  reconcile: 'unknown',
  winner: 'tried',
};

/** What cannot be run here, and why. */
export const NOT_RUN: Readonly<Record<string, string>> = {
  'outcry check templates/appeals/safe-harbour.md --links': 'asks sites on the internet',
  'outcry doctor --from campaigns@example.org --dns 1.1.1.1': 'asks a server on the internet',
  'outcry forget safe-harbour-2024-11-24': 'needs a campaign that has been over for a month',
  'outcry db move': 'needs a PostgreSQL database',
  'outcry db move --to postgres://outcry:PASSWORD@db.example.org/outcry': 'needs that database',
  'outcry worker': 'needs a PostgreSQL database',
  'outcry worker --concurrency 16 --json': 'needs a PostgreSQL database',
  'outcry worker --host 0.0.0.0 --metrics-port 9401': 'needs a PostgreSQL database',
  'outcry db move --cancel': 'there is no move that was begun',
  'outcry resume safe-harbour-2026-11-24 --despite bounces':
    'needs a send that the guard has stopped',
  'outcry reconcile safe-harbour-2026-11-24 --resend --batch 7 12 14-16':
    'needs sixteen batches of which nobody knows',
  'outcry demo': 'stays up; the next one runs the same',
  'outcry demo --exit': 'is run by test/cli/demo.test.ts, and holds its result',
};

/** The stage in which an example, or a line of our pages, makes sense. */
export function stageOf(line: string): Stage {
  return STAGES[wordsOf(line)[1] ?? ''] ?? 'sent';
}
