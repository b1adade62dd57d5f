import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import type { Address } from '../../src/terms.ts';
import { type Desk, NINE, openDesk } from './a-desk.ts';
import { runHere, type Said } from './run-here.ts';
import { wordsOf } from './shell-line.ts';

/** How far the campaign of the examples is. */
export type Stage = 'fresh' | 'sent' | 'paused' | 'unknown' | 'tried';

export interface ExamplePlace {
  /** Runs a line as it stands in a help text, in a workspace of its own. */
  run(line: string, stage: Stage): Promise<Said>;
  close(): Promise<void>;
}

const CAMPAIGN = ['--name', 'safe-harbour-2026-11-24', '--yes'];
const NAMES = ['ana', ...Array.from({ length: 14 }, (_, index) => `signer${index + 2}`)];

/** What examples name that is not there, or that others on this machine may use. */
const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/\/tmp\/letter/g, 'letter'],
  [/\briver\.md/g, 'safe-harbour.md'],
  [/\briver-2026/g, 'safe-harbour-2026'],
  [/keep-the-river-clean/g, 'keep-the-door-open'],
  [/\/safe\//g, ''],
  // Of the sample list.
  [/\bADDRESS\b/g, 'juniper.amber1@post.example.com'],
  [/--(metrics-)?port \d+/g, '--$1port 0'],
  [/^outcry (serve|sandbox|preview)\b(?!.*--port)/, 'outcry $1 --port 0'],
];

/** Workspaces in which whatever an example names is there, and a sandbox that takes its mail. */
export async function openExamplePlace(): Promise<ExamplePlace> {
  const stages = await prepareStages();
  return {
    run: async (line, stage) => {
      const cwd = path.join(await mkdtemp(path.join(inject('workspaces'), 'example-')), 'ws');
      await cp(stages[stage].cwd, cwd, { recursive: true });
      const stop = new AbortController();
      const stays = /^outcry (serve|sandbox|preview)\b|--wait|^outcry demo$/.test(line);
      const words = wordsOf(INSTEAD.reduce((text, [what, by]) => text.replace(what, by), line));
      return runHere(words.slice(1), {
        cwd,
        answer: '979',
        now: () => NINE,
        env: { OUTCRY_SENDGRID_URL: stages.sent.sandbox.url, SENDGRID_API_KEY: 'SG.sandbox' },
        signal: stop.signal,
        // What stays up until Ctrl-C is up when it says where.
        heard: () => stays && stop.abort(),
      });
    },
    close: async () => {
      for (const desk of new Set(Object.values(stages))) await desk.close();
    },
  };
}

async function prepareStages(): Promise<Record<Stage, Desk>> {
  const fresh = await openAt();
  const sent = await openAt();
  await sent.send(['people.csv', ...CAMPAIGN]);
  await sign(sent.cwd);
  await sent.outcry(['signatures', 'redact', 'keep-the-door-open', '2', '--reason', 'x', '--yes']);
  await sent.outcry([
    'signatures',
    'invalidate',
    'keep-the-door-open',
    '3',
    '--reason',
    'x',
    '--yes',
  ]);
  await sent.outcry([
    'signatures',
    'invalidate',
    'keep-the-door-open',
    '4',
    '--reason',
    'x',
    '--yes',
  ]);
  const paused = await openAt();
  await paused.send(['people.csv', ...CAMPAIGN], { key: 'SG.wrong' });
  const unknown = await openAt('reset-after:1');
  await unknown.send(['people.csv', ...CAMPAIGN]);
  const tried = await openAt();
  await writeFile(path.join(tried.cwd, 'two.md'), TWO_SUBJECTS);
  await tried.outcry(['send', 'two.md', '--list', 'people.csv', '--trial', '50%', ...CAMPAIGN]);
  return { fresh, sent, paused, unknown, tried };
}

const TWO_SUBJECTS = `---
subject: [One, Two]
from: campaigns@example.org
petition: { slug: keep-the-door-open, target: Us, statement: Do it., goal: 10 }
---
Sign, {{default first_name "friend"}}.

{{> sign}}
`;

async function openAt(faults?: string): Promise<Desk> {
  const desk = await openDesk(faults === undefined ? {} : { faults });
  await desk.list('people.csv', ...NAMES);
  for (const name of ['mailed.csv', 'gone.csv', 'old-system.csv']) await desk.list(name, 'gone');
  await desk.outcry(['suppressions', 'add', 'ana@example.org']);
  return desk;
}

async function sign(cwd: string): Promise<void> {
  const file = path.join(cwd, '.outcry', 'ledger.sqlite');
  const ledger = await openLedger({ file, now: () => NINE });
  for (const name of NAMES) {
    await ledger.recordSignature({
      petition: 'keep-the-door-open',
      email: `${name}@example.org` as Address,
      firstName: name,
      lastName: 'Example',
      postcode: '28013',
      country: 'ES',
      comment: 'see http://example.org',
      consent: true,
      consents: ['show'],
      campaign: undefined,
      recipient: undefined,
      sharedBy: undefined,
    });
  }
  await ledger.close();
}
