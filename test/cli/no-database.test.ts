import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { newWorkspace, runJsonHere } from './run-here.ts';

/** Nobody listens there. */
const AWAY = 'postgres://outcry:hidden@127.0.0.1:1/outcry';
const APPEAL = 'templates/appeals/safe-harbour.md';

/** What is typed after a command for it to have to ask the ledger; the others never do. */
const ASKING: Readonly<Record<string, readonly string[]>> = {
  send: [APPEAL, '--list', 'one.csv', '--yes'],
  winner: ['door'],
  status: ['door'],
  resume: ['door'],
  pause: ['door'],
  cancel: ['door', '--yes'],
  reconcile: ['door'],
  recipients: ['door'],
  report: ['door'],
  'db move': ['--to', AWAY],
  serve: ['--port', '0'],
  'signatures list': [],
  'signatures approve': ['1'],
  'signatures hide': ['1'],
  'petitions list': [],
  'petitions close': ['door'],
  'petitions open': ['door'],
  'supporter export': ['ana@example.org'],
  'supporter erase': ['ana@example.org', '--yes'],
  'suppressions list': [],
  'suppressions add': ['ana@example.org'],
  'suppressions remove': ['ana@example.org', '--why', 'she asked', '--yes'],
  'suppressions import': ['one.csv'],
  'suppressions export': ['--csv', 'out.csv'],
};

let cwd: string;
beforeAll(async () => {
  cwd = await newWorkspace();
  await writeFile(path.join(cwd, 'one.csv'), 'email,first_name,donor\nana@example.org,Ana,\n');
});

const nameOf = (usage: string) => usage.replace(/ [<[].*/, '');
const asking = COMMANDS.map(({ usage }) => nameOf(usage)).filter((name) => name in ASKING);

it.each(asking)('%s says that the database is away, with exit status 3', async (name) => {
  if (name === 'db move') await withFileLedger();
  const { status, json, out, err } = await runJsonHere(
    [...name.split(' '), ...(ASKING[name] ?? [])],
    {
      cwd,
      env: {
        OUTCRY_DATABASE_URL: AWAY,
        OUTCRY_SECRET: 'a-secret-for-tests-that-is-long-enough',
        OUTCRY_URL: 'https://act.example.org',
        SENDGRID_API_KEY: 'SG.sandbox',
        OUTCRY_SENDGRID_URL: 'http://127.0.0.1:1',
      },
    },
  );
  expect({ status, code: json.error.code }).toEqual({ status: 3, code: 'database-away' });
  expect(json.error.what).toContain('cannot be reached');
  expect(json.error.fix).toContain('what was recorded is kept');
  expect(out + err).not.toContain('hidden');
});

async function withFileLedger(): Promise<void> {
  const { status } = await runJsonHere(['suppressions', 'list'], { cwd });
  expect(status).toBe(0);
}
