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
  [/--drain \d+/, '--drain 0.1'],
  [/--by state/, '--by country'],
  [/^outcry (serve|sandbox|preview)\b(?!.*--port)/, 'outcry $1 --port 0'],
];

/** A line with what is here in place of what it names. */
export function whatIsRun(line: string): string {
  return INSTEAD.reduce((text, [what, by]) => text.replace(what, by), line);
}

/** Workspaces in which whatever an example names is there, and a sandbox that takes its mail. */
export function openExamplePlace(): ExamplePlace {
  const stages = new Map<Stage, Promise<Desk>>();
  const deskAt = (stage: Stage) => {
    const desk = stages.get(stage) ?? PREPARE[stage]();
    stages.set(stage, desk);
    return desk;
  };
  return {
    run: async (line, stage) => {
      const cwd = path.join(await mkdtemp(path.join(inject('workspaces'), 'example-')), 'ws');
      await cp((await deskAt(stage)).cwd, cwd, { recursive: true });
      const stop = new AbortController();
      const stays = /^outcry (serve|sandbox|preview)\b|--wait|^outcry demo$/.test(line);
      return runHere(wordsOf(whatIsRun(line)).slice(1), {
        cwd,
        answer: '979',
        now: () => NINE,
        env: {
          OUTCRY_SENDGRID_URL: (await deskAt('fresh')).sandbox.url,
          SENDGRID_API_KEY: 'SG.sandbox',
        },
        signal: stop.signal,
        // What stays up until Ctrl-C is up when it says where.
        heard: () => stays && stop.abort(),
      });
    },
    close: async () => {
      for (const desk of stages.values()) await (await desk).close();
    },
  };
}

const PREPARE: Readonly<Record<Stage, () => Promise<Desk>>> = {
  fresh: () => openAt(),
  sent: async () => {
    const desk = await openAt();
    await desk.send(['people.csv', ...CAMPAIGN]);
    await sign(desk.cwd);
    await takeOut(desk, 'redact', '2');
    await takeOut(desk, 'invalidate', '3');
    await takeOut(desk, 'invalidate', '4');
    return desk;
  },
  paused: async () => {
    const desk = await openAt();
    await desk.send(['people.csv', ...CAMPAIGN], { key: 'SG.wrong' });
    return desk;
  },
  unknown: async () => {
    const desk = await openAt('reset-after:1');
    await desk.send(['people.csv', ...CAMPAIGN]);
    return desk;
  },
  tried: async () => {
    const desk = await openAt();
    await writeFile(path.join(desk.cwd, 'two.md'), TWO_SUBJECTS);
    await desk.outcry(['send', 'two.md', '--list', 'people.csv', '--trial', '50%', ...CAMPAIGN]);
    return desk;
  },
};

function takeOut(desk: Desk, how: string, number: string) {
  const what = ['signatures', how, 'keep-the-door-open', number];
  return desk.outcry([...what, '--reason', 'x', '--yes']);
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
