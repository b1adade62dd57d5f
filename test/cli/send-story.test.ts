import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { giveDatabase, takeDatabase } from '../ledger/a-database.ts';
import { type Running, runJson, runOutcry, startOutcry } from './run-outcry.ts';

/** Six rows: one twice, one without an address, four people. */
const LIST = `email,first_name,donor
ana@example.org,Ana,yes
ben@example.com,O'Brien & <b>Co</b>,
ANA@example.org,Ana,yes
nobody,Nobody,
cem@example.net,日本語,
dora@example.org,,
`;
const SEND = ['send', 'templates/appeals/safe-harbour.md', '--list', 'six.csv'];
const PHONE = {
  'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604.1',
};

const places = [
  { name: 'a file', takePlace: async () => ({}), givePlace: async () => {} },
  {
    name: 'a PostgreSQL database',
    takePlace: async () => ({ OUTCRY_DATABASE_URL: await takeDatabase() }),
    givePlace: async ({ OUTCRY_DATABASE_URL = '' }) => giveDatabase(OUTCRY_DATABASE_URL),
  },
];

describe.each(places)('with its ledger in $name, outcry', ({ takePlace, givePlace }) => {
  let cwd: string;
  let database: Readonly<Record<string, string>>;
  let env: Record<string, string>;
  let serve: Running;
  let sandbox: Running;

  beforeAll(async () => {
    database = await takePlace();
    const parent = await mkdtemp(path.join(inject('workspaces'), 'story-'));
    expect((await runOutcry(['init', 'ws'], { cwd: parent })).status).toBe(0);
    cwd = path.join(parent, 'ws');
    await writeFile(path.join(cwd, 'six.csv'), LIST);
    serve = await startOutcry(['serve', '--port', '0'], { cwd, env: database });
    const events = `${serve.first.url}/events/sendgrid`;
    sandbox = await startOutcry(['sandbox', '--port', '0', '--events', events], { cwd });
    env = { ...database, OUTCRY_URL: serve.first.url, OUTCRY_SENDGRID_URL: sandbox.first.url };
  });

  afterAll(async () => {
    expect(await sandbox?.stop()).toBe(0);
    expect(await serve?.stop()).toBe(0);
    await givePlace(database);
  });

  const json = (...args: string[]) => runJson(args, { cwd, env });

  async function copiesFor(to: string) {
    const response = await fetch(`${sandbox.first.url}/_sandbox/messages?to=${to}`);
    return (await response.json()) as {
      subject: string;
      text: string;
      headers: Record<string, string>;
    }[];
  }

  const nobodyMailed = { accepted: 0, refused: 0, unknown: 0, suppressed: 0, requests: 0 };
  const planned = {
    recipients: 4,
    batches: 1,
    skipped: { duplicate: 1, invalid: 1, suppressed: 0 },
  };

  it('tells the whole story of a letter by JSON documents, from the check to the report', async () => {
    const dry = await json(...SEND, '--dry-run');
    expect(dry.status).toBe(0);
    expect(dry.json).toMatchObject({ state: 'dry-run', planned: 4, ...nobodyMailed, ...planned });
    expect((await json('status')).json).toEqual({ campaigns: [] });

    const unasked = await json(...SEND);
    expect(unasked.status).toBe(2);
    expect(unasked.json.error.code).toBe('unconfirmed');

    const test = await json(...SEND, '--test', 'me@example.org', '--yes');
    expect(test.json).toMatchObject({ state: 'done', recipients: 1, accepted: 1 });
    expect(await copiesFor('me@example.org')).toHaveLength(1);

    const sent = await json(...SEND, '--name', 'door', '--yes');
    expect(sent.status).toBe(0);
    const all = { ...nobodyMailed, accepted: 4, planned: 0, requests: 1, ...planned };
    const left_out = { where: 0, excluded: 0, sample: 0 };
    expect(sent.json).toEqual({ campaign: 'door', state: 'done', left_out, ...all, stopped: null });
    expect(sent.err).toMatch(/^Tested +exactly this letter, .* to m…@example\.org$/m);
    expect(sent.err).toMatch(/^First copy +a…@example\.org: "Dear Ana,"$/m);
    expect(sent.err).not.toContain('ana@');

    const again = await json('resume', 'door');
    expect(again.status).toBe(0);
    expect(again.json).toMatchObject({ state: 'done', ...all });
    expect(again.err).toContain('door is done: nobody is left to mail.');
    expect((await json('status', 'door')).json).toEqual({
      campaign: 'door',
      state: 'done',
      ...all,
    });

    const [copy] = await copiesFor('ana@example.org');
    const link = /http\S+\/s\/\S+/.exec(copy?.text ?? '')?.[0] ?? '';
    expect((await fetch(link, { headers: PHONE })).status).toBe(200);
    const body = new URLSearchParams({ first_name: 'Ana' });
    const signed = await fetch(link, { method: 'POST', body, redirect: 'manual', headers: PHONE });
    expect(signed.status).toBe(303);
    await unsubscribe('ben@example.com');

    await vi.waitFor(
      async () => {
        const { json: report } = await json('report', 'door');
        expect(report).toMatchObject({
          campaign: 'door',
          ...all,
          events: { processed: 4, delivered: 4 },
          clicks: { all: expect.any(Number), human: 1 },
          signatures: 1,
          unsubscribes: 1,
          variants: [],
        });
      },
      { timeout: 15_000, interval: 200 },
    );

    // Who unsubscribed gets nothing more: not the next letter, and not a test either.
    const next = await runOutcry([...SEND, '--dry-run'], { cwd, env });
    expect(next.out).toMatch(/^Left out +1 duplicate, 1 invalid, 1 suppressed$/m);
    expect(next.out).toMatch(/^Sent before +to 4 people as door, 3 of them in this audience$/m);
    const toBen = await runOutcry([...SEND, '--test', 'ben@example.com', '--yes'], { cwd, env });
    expect(toBen.status).toBe(1);
    expect(toBen.err).toContain('Nobody is left to mail: 1 suppressed.');
  });

  async function unsubscribe(email: string): Promise<void> {
    const [copy] = await copiesFor(email);
    const link = /<(http[^>]+)>/.exec(copy?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await fetch(link, { method: 'POST', body })).ok).toBe(true);
  }

  it('pauses at a rejected key, says that nobody was mailed, and goes on with a working one', async () => {
    const wrong = { cwd, env: { ...env, SENDGRID_API_KEY: 'SG.not-this-one' } };
    const stopped = await runJson([...SEND, '--name', 'keyless', '--yes', '--again'], wrong);
    expect(stopped.status).toBe(4);
    expect(stopped.json).toMatchObject({ state: 'paused', accepted: 0, planned: 3 });
    expect(stopped.json.stopped.reason).toContain('401');
    expect(stopped.err).toContain('Nobody was mailed.');
    expect(stopped.err).toContain('outcry resume keyless');
    expect(stopped.err).not.toContain('SG.not-this-one');

    const resumed = await json('resume', 'keyless');
    expect(resumed.status).toBe(0);
    expect(resumed.json).toMatchObject({ state: 'done', accepted: 3, planned: 0 });
  });

  it('says which port is in use, with exit status 3', async () => {
    const port = new URL(serve.first.url).port;
    for (const command of ['serve', 'sandbox']) {
      const { status, err } = await runOutcry([command, '--port', port], { cwd });
      expect(status).toBe(3);
      expect(err).toContain(`Port ${port} is already in use`);
      expect(err).toContain('--port');
    }
  });
});
