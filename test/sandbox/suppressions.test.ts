import { afterEach, expect, test } from 'vitest';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start-sandbox.ts';
import { postMail } from './post-mail.ts';
import { sampleMail } from './sample-mail.ts';

const NOW = Date.UTC(2026, 10, 24, 9, 0, 30);
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function open(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox({ now: () => NOW, ...options });
}

async function ask(path: string, key = 'SG.sandbox') {
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await fetch(`${sandbox.url}/v3/suppression/${path}`, { headers });
  return { status: answer.status, headers: answer.headers, json: await answer.json() };
}

function seed(list: string, entries: unknown): Promise<Response> {
  const body = JSON.stringify(entries);
  return fetch(`${sandbox.url}/_sandbox/suppressions/${list}`, { method: 'POST', body });
}

test('lists who bounced and who complained of what was sent, and nobody else', async () => {
  await open();
  const people = ['ana', 'ben+bounce', 'zoe+spam'].map((name) => `${name}@example.org`);
  const personalizations = people.map((email) => ({ to: [{ email }] }));
  const { status } = await postMail(sandbox, { ...sampleMail(), personalizations });
  expect(status).toBe(202);
  const created = Math.floor(NOW / 1000);
  expect((await ask('bounces')).json).toEqual([
    {
      email: 'ben+bounce@example.org',
      created,
      status: '5.1.1',
      reason: expect.stringMatching(/^550 5\.1\.1/),
    },
  ]);
  expect((await ask('spam_reports')).json).toMatchObject([{ email: 'zoe+spam@example.org' }]);
  for (const list of ['unsubscribes', 'blocks', 'invalid_emails']) {
    expect(await ask(list)).toMatchObject({ status: 200, json: [] });
  }
});

test('gives pages, the newest first, of the time that is asked for', async () => {
  await open();
  const entries = Array.from({ length: 9 }, (_, index) => ({
    email: `p${index}@example.org`,
    created: 1000 + index,
  }));
  expect((await seed('unsubscribes', entries)).status).toBe(200);
  const page = await ask('unsubscribes?start_time=1002&end_time=1007&limit=2&offset=1');
  expect(page.json).toMatchObject([{ email: 'p6@example.org' }, { email: 'p5@example.org' }]);
  expect((await ask('unsubscribes?offset=9')).json).toEqual([]);
});

test.each([
  { reason: 'no key', path: 'bounces', key: '', status: 401 },
  { reason: 'another key', path: 'bounces', key: 'SG.other', status: 401 },
  { reason: 'a key that may not', path: 'bounces', key: 'SG.sandbox.no-suppressions', status: 403 },
  { reason: 'no such list', path: 'bounce', status: 404 },
  { reason: 'too many at once', path: 'bounces?limit=501', status: 400 },
  { reason: 'none at once', path: 'bounces?limit=0', status: 400 },
  { reason: 'half a page', path: 'bounces?offset=1.5', status: 400 },
  { reason: 'milliseconds', path: `bounces?start_time=${NOW}`, status: 400 },
  { reason: 'a date', path: 'bounces?end_time=2026-11-24', status: 400 },
])('refuses $reason', async ({ path, key, status }) => {
  await open();
  const answer = await ask(path, key);
  expect(answer.status).toBe(status);
  expect(answer.json).toMatchObject({ errors: [{ message: expect.any(String) }] });
});

test('answers only so many requests a minute, and says when it will again', async () => {
  await open({ listsPerMinute: 2 });
  expect((await ask('bounces')).headers.get('x-ratelimit-remaining')).toBe('1');
  expect((await ask('bounces')).status).toBe(200);
  const over = await ask('bounces');
  expect(over.status).toBe(429);
  expect(over.headers.get('x-ratelimit-reset')).toBe(String((NOW + 30_000) / 1000));
});

test.each([
  ['no such list', 'bounce', [{ email: 'a@example.org' }]],
  ['no list of entries', 'bounces', { email: 'a@example.org' }],
  ['an entry without an address', 'bounces', [{}]],
])('takes no seeds for %s', async (_, list, entries) => {
  await open();
  expect((await seed(list, entries)).status).toBe(400);
});
