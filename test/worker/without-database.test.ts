import { expect, it } from 'vitest';
import { newWorkspace, runJsonHere } from '../cli/run-here.ts';

const error = { code: 'worker-database', fix: expect.stringContaining('OUTCRY_DATABASE_URL') };
const env = { SENDGRID_API_KEY: 'SG.sandbox', OUTCRY_SENDGRID_URL: 'http://127.0.0.1:1' };
const LETTER = ['templates/appeals/safe-harbour.md', '--list', 'lists/supporters.csv'];

it.each([
  ['worker', ['worker']],
  ['send --detach', ['send', ...LETTER, '--yes', '--detach']],
])('%s needs a ledger in a database, and says so before anything is done', async (_, args) => {
  const cwd = await newWorkspace();
  const { status, json } = await runJsonHere(args, { cwd, env });
  expect({ status, json }).toMatchObject({ status: 3, json: { ok: false, error } });
});
