import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { type ExamplePlace, openExamplePlace, type Stage } from './a-place-for-examples.ts';
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
const NOT_RUN: Readonly<Record<string, string>> = {
  'outcry check templates/appeals/safe-harbour.md --links': 'asks sites on the internet',
  'outcry doctor --from campaigns@example.org --dns 1.1.1.1': 'asks a server on the internet',
  'outcry db move': 'needs a PostgreSQL database',
  'outcry db move --to postgres://outcry:PASSWORD@db.example.org/outcry': 'needs that database',
  'outcry db move --cancel': 'there is no move that was begun',
  'outcry resume safe-harbour-2026-11-24 --despite bounces':
    'needs a send that the guard has stopped',
  'outcry reconcile safe-harbour-2026-11-24 --resend --batch 7 12 14-16':
    'needs sixteen batches of which nobody knows',
  'outcry demo': 'stays up; the next one runs the same',
};

describe('the examples of', () => {
  let place: ExamplePlace;
  beforeAll(async () => {
    place = await openExamplePlace();
  });
  afterAll(() => place.close());

  it.each(
    COMMANDS.flatMap(({ examples }) => examples)
      .filter((example) => !(example in NOT_RUN))
      .map((example) => [example]),
  )('help: %s', async (example) => {
    const stage = STAGES[wordsOf(example)[1] ?? ''] ?? 'sent';
    const { status, out, err } = await place.run(example, stage);
    expect(err).not.toMatch(/\[usage\]|This is a bug/);
    // One that waits for hours is stopped here, and could be resumed.
    const fine = example.includes('--wait') ? [4] : [0, 1];
    expect(fine, out + err).toContain(status);
  });

  it('help that are not run are still there', () => {
    const all = COMMANDS.flatMap(({ examples }) => examples);
    expect(Object.keys(NOT_RUN).filter((example) => !all.includes(example))).toEqual([]);
  });
});
