import { afterEach, expect, test } from 'vitest';
import { authenticated } from '../../src/sandbox/account.ts';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start-sandbox.ts';

const KEY = 'SG.sandbox';
const NOW = Date.UTC(2026, 10, 24, 9, 0, 30);
let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function open(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox({ key: KEY, now: () => NOW, ...options });
}

async function ask(path: string, key = KEY) {
  const answer = await fetch(`${sandbox.url}/v3/${path}`, {
    headers: key ? { authorization: `Bearer ${key}` } : {},
  });
  return { status: answer.status, headers: answer.headers, json: JSON.parse(await answer.text()) };
}

const PATHS = [
  'scopes',
  'verified_senders',
  'whitelabel/domains',
  'user/credits',
  'user/webhooks/event/settings/all',
  'user/webhooks/event/settings/signed',
];

test.each(PATHS)('tells /v3/%s to its key alone, in JSON, by its own clock', async (path) => {
  await open();
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  expect(answer.headers.get('date')).toBe('Tue, 24 Nov 2026 09:00:30 GMT');
  for (const key of ['', 'SG.other', `${KEY}x`]) expect((await ask(path, key)).status).toBe(401);
});

test.each([
  ['.no-mail-send', ['scopes', 'user/credits'], []],
  ['.no-suppressions', PATHS, []],
  ['.only-mail-send', ['scopes'], PATHS.slice(1)],
])('lets a key ending in %s read what it may', async (ending, readable, forbidden) => {
  await open();
  for (const path of readable) expect((await ask(path, KEY + ending)).status).toBe(200);
  for (const path of forbidden) {
    const { status, json } = await ask(path, KEY + ending);
    expect([path, status]).toEqual([path, 403]);
    expect(json).toMatchObject({ errors: [{ message: 'access forbidden' }] });
  }
  const { scopes } = (await ask('scopes', KEY + ending)).json;
  expect(scopes.includes('mail.send')).toBe(ending !== '.no-mail-send');
});

test('knows every domain that is asked for, for it takes mail from every sender', async () => {
  await open();
  const { json } = await ask('whitelabel/domains?domain=example.org');
  expect(json).toMatchObject([
    {
      domain: 'example.org',
      subdomain: 'em1',
      valid: true,
      dns: { dkim1: { type: 'cname', host: 's1._domainkey.example.org' } },
    },
  ]);
});

test('searches the domains that it is given, page by page', async () => {
  const domains = ['a.example', 'b.example', 'other.test'].map(authenticated);
  await open({ account: { domains } });
  const names = async (query: string) =>
    (await ask(`whitelabel/domains${query}`)).json.map((one: { domain: string }) => one.domain);
  expect(await names('')).toEqual(['a.example', 'b.example', 'other.test']);
  expect(await names('?domain=example')).toEqual(['a.example', 'b.example']);
  expect(await names('?limit=1&offset=1')).toEqual(['b.example']);
});

test('shows where its events go, and the key that signs them', async () => {
  await open();
  expect((await ask('user/webhooks/event/settings/all')).json.webhooks).toEqual([]);
  expect((await ask('user/webhooks/event/settings')).status).toBe(404);
  await sandbox.close();
  const { makeKeys } = await import('../../src/sandbox/sandbox-keys.ts');
  const { privateKey, publicKey } = makeKeys();
  await open({ events: { url: 'http://127.0.0.1:9/events', privateKey } });
  const hook = { enabled: true, url: 'http://127.0.0.1:9/events', public_key: publicKey };
  expect((await ask('user/webhooks/event/settings')).json).toMatchObject(hook);
  expect((await ask('user/webhooks/event/settings/all')).json.webhooks).toMatchObject([hook]);
  const signed = await ask('user/webhooks/event/settings/signed');
  expect(signed.json).toEqual({ public_key: publicKey });
});
