import { afterEach, describe, expect, it } from 'vitest';
import { examineSendGrid } from '../../src/doctor/examine-sendgrid.ts';
import type { Setup } from '../../src/doctor/setup.ts';
import { authenticated, soundAccount } from '../../src/sandbox/account.ts';
import { makeKeys } from '../../src/sandbox/sandbox-keys.ts';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start-sandbox.ts';
import { findClosedPort, startServer } from '../delivery/start-server.ts';
import { aSetup, codesOf, dnsOf, KEY } from './a-setup.ts';

const URL = 'https://act.example.org';
const EVENTS = `${URL}/events/sendgrid`;
const { privateKey, publicKey } = makeKeys();
const SOUND = soundAccount(EVENTS, publicKey);
const [HOOK = expect.fail('a webhook is there')] = SOUND.webhooks;

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

interface Wish {
  readonly account?: SandboxOptions['account'];
  readonly environment?: Setup['environment'];
  readonly setup?: Partial<Setup>;
  readonly url?: string;
  readonly waiting?: number;
}

/** What is found of an account, over HTTP, as if the sandbox were SendGrid. */
async function look({ account, environment, setup, url, waiting = 0 }: Wish = {}) {
  sandbox = await startSandbox({ key: KEY, account: { ...SOUND, ...account } });
  const { environment: sound, ...rest } = aSetup(setup);
  const looked = {
    ...rest,
    environment: {
      ...sound,
      OUTCRY_URL: URL,
      OUTCRY_WEBHOOK_KEY: publicKey,
      OUTCRY_SENDGRID_URL: url ?? sandbox.url,
      ...environment,
    },
  };
  const findings = await examineSendGrid(looked, Promise.resolve(waiting));
  const about = ['Key', 'Clock', 'Sender', 'Credits', 'Events'];
  const ours = findings.filter((finding) => about.includes(finding.about));
  const words = ours.map((finding) => `${finding.about}: ${finding.what}`).join('\n');
  return { codes: codesOf(ours), words, states: ours.map(({ state }) => state), all: findings };
}

describe('the account', () => {
  it('is well where the key sends, the domain is signed for, and events come signed', async () => {
    const { codes, words, states } = await look();
    expect(codes).toEqual([]);
    expect(states).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(words).toContain('SendGrid signs for example.org.');
    expect(words).toContain(`posts them to ${EVENTS}, signed`);
    expect(words).toContain('1,000,000 of 1,000,000 are left');
  });

  it('is only read: no mail leaves, and every request is a GET', async () => {
    await look();
    expect(sandbox?.stats()).toMatchObject({ requests: 0, recipients: 0 });
    const methods: (string | undefined)[] = [];
    const url = await startServer((request, response) => {
      methods.push(request.method);
      response.setHeader('content-type', 'application/json');
      response.end('{"scopes":["mail.send"]}');
    });
    await look({ url });
    expect(methods).toHaveLength(5);
    expect(new Set(methods)).toEqual(new Set(['GET']));
  });

  it('is asked for all at once', async () => {
    const waiting: (() => void)[] = [];
    const url = await startServer(({ url: path }, response) => {
      response.setHeader('content-type', 'application/json');
      if (path === '/v3/scopes') return void response.end('{"scopes":["mail.send"]}');
      waiting.push(() => response.end('{}'));
      // None is answered before all of them are there.
      if (waiting.length === 4) for (const answer of waiting) answer();
    });
    expect((await look({ url })).states.slice(0, 2)).toEqual(['ok', 'ok']);
    expect(waiting).toHaveLength(4);
  });

  it('is skipped where the key may send alone, which is no fault', async () => {
    const { codes, words, states } = await look({
      environment: { SENDGRID_API_KEY: `${KEY}.only-mail-send` },
    });
    expect(codes).toEqual([]);
    expect(states).toEqual(['ok', 'ok', 'skipped', 'skipped', 'skipped']);
    expect(words).toContain('read access to "Sender Authentication"');
  });
});

describe('the key', () => {
  it.each([
    { reason: 'is missing', key: '', code: 'error sendgrid-key' },
    { reason: 'looks like none', key: 'abc', code: 'error sendgrid-key' },
    { reason: 'is not taken', key: 'SG.other', code: 'error key-rejected' },
    { reason: 'may not send', key: `${KEY}.no-mail-send`, code: 'error key-scope' },
  ])('that $reason is told, and never shown', async ({ key, code }) => {
    const { codes, all } = await look({ environment: { SENDGRID_API_KEY: key } });
    expect(codes[0]).toBe(code);
    if (key) expect(JSON.stringify(all)).not.toContain(key);
  });

  it('that may do everything is told to be too much, and one that may not read suppressions', async () => {
    const all = await look({ account: { scopes: [...SOUND.scopes, 'api_keys.create'] } });
    expect(all.words).toContain('one that may less is safer');
    await sandbox?.close();
    const less = await look({ environment: { SENDGRID_API_KEY: `${KEY}.no-suppressions` } });
    expect(less.words).toContain('It may not read suppressions');
    expect(less.codes).toEqual([]);
  });

  it('cannot be judged where nobody answers, or somebody else', async () => {
    const gone = await look({ url: `http://127.0.0.1:${await findClosedPort()}` });
    expect(gone.codes).toEqual(['error sendgrid-silent']);
    expect(gone.states).toEqual(['error', 'skipped', 'skipped', 'skipped', 'skipped']);
    await sandbox?.close();
    const other = await startServer((_, response) => response.end('<html>Welcome'));
    expect((await look({ url: other })).codes).toEqual(['error sendgrid-silent']);
  });
});

describe('a rehearsal', () => {
  const setup = { isRehearsal: true };

  it('learns nothing of the sender and the credits from the sandbox, and says so', async () => {
    const { states, words } = await look({ setup });
    expect(states).toEqual(['ok', 'ok', 'skipped', 'skipped', 'ok']);
    expect(words).toContain('Key: The sandbox takes it. SendGrid is not asked.');
    expect(words).toContain('Sender: Mail goes to the sandbox');
  });

  it('says how the sandbox is told where events go', async () => {
    const { codes, all } = await look({ setup, account: { webhooks: [] } });
    expect(codes).toEqual(['error webhook-off']);
    const events = all.find(({ about }) => about === 'Events');
    expect(events?.problems[0]?.fix).toContain(`outcry sandbox --events ${EVENTS}`);
  });

  it('does not look in the DNS for what the sandbox made up', async () => {
    const dns = await dnsOf({ '_dmarc.example.org': [{ txt: 'v=DMARC1; p=none' }] });
    const { all } = await look({ setup: { ...setup, dns, from: 'a@example.org' } });
    expect(codesOf(all)).toEqual([]);
  });

  it.each([
    {
      reason: 'does not run',
      key: KEY,
      code: 'error sendgrid-silent',
      fix: 'Start "outcry sandbox"',
    },
    { reason: 'has another key', key: 'SG.old', code: 'error key-rejected', fix: 'outcry sandbox' },
  ])('says how to mend it where the sandbox $reason', async ({ key, code, fix }) => {
    const gone = `http://127.0.0.1:${await findClosedPort()}`;
    const url = key === KEY ? gone : undefined;
    const { codes, all } = await look({
      setup,
      ...(url && { url }),
      environment: { SENDGRID_API_KEY: key },
    });
    expect(codes).toEqual([code]);
    expect(all[0]?.what).toMatch(/^The sandbox /);
    expect(all[0]?.problems[0]?.fix).toContain(fix);
  });
});

describe('the clock', () => {
  it.each([
    { ahead: 0, code: [] },
    { ahead: -20_000, code: [] },
    { ahead: 60_000, code: ['warning clock-wrong'] },
    { ahead: -3_600_000, code: ['error clock-wrong'] },
  ])('is held against that of SendGrid: $ahead ms', async ({ ahead, code }) => {
    const { codes, words } = await look({ setup: { now: () => Date.now() + ahead } });
    expect(codes).toEqual(code);
    await sandbox?.close();
    // It is told to whoever comes with a wrong key, too.
    const turnedAway = await look({
      setup: { now: () => Date.now() + ahead },
      environment: { SENDGRID_API_KEY: 'SG.other' },
    });
    expect(turnedAway.codes).toEqual(['error key-rejected', ...code]);
    if (ahead < -30_000) expect(words).toMatch(/Clock: .* 3,(600|599|601) seconds behind/);
  });
});

describe('the sender', () => {
  const senders = [{ id: 1, from_email: 'Campaigns@example.org', verified: true, locked: false }];

  it.each([
    {
      reason: 'nothing is known of it',
      account: { domains: [] },
      code: ['error sender-unverified'],
    },
    {
      reason: 'its domain is not yet found in the DNS',
      account: { domains: [{ ...authenticated('example.org'), valid: false }] },
      code: ['error domain-unauthenticated'],
    },
    {
      reason: 'the address alone is verified',
      account: { domains: [], senders },
      code: ['warning domain-unauthenticated'],
    },
    {
      reason: 'the address waits for its verification',
      account: { domains: [], senders: senders.map((one) => ({ ...one, verified: false })) },
      code: ['error sender-unverified'],
    },
    {
      reason: 'another domain ends alike',
      account: { domains: [authenticated('not-example.org')] },
      code: ['error sender-unverified'],
    },
    {
      reason: 'the domain is there twice, once well',
      account: {
        domains: [{ ...authenticated('example.org'), valid: false }, authenticated('example.org')],
      },
      code: [],
    },
  ])('is judged where $reason', async ({ account, code }) => {
    const { codes, all } = await look({ account });
    expect(codes).toEqual(code);
    const [problem] = all.find(({ about }) => about === 'Sender')?.problems ?? [];
    if (problem) expect(problem.where).toMatchObject({ file: 'outcry.yaml' });
  });

  it.each([
    {
      reason: 'of the same organisation',
      other: 'example.org',
      code: [],
      words: /signs for example\.org, which news\.example\.org belongs to/,
    },
    {
      reason: 'of somebody else',
      other: 'else.example',
      code: ['warning domain-unauthenticated'],
      words: /signs for else\.example, and not for news\.example\.org/,
    },
  ])("may be signed for by the account's default domain: one $reason", async (one) => {
    const verified = senders.map((sender) => ({ ...sender, from_email: 'a@news.example.org' }));
    const unused = { ...authenticated('unused.example'), default: false };
    const account = { domains: [unused, authenticated(one.other)], senders: verified };
    const found = await look({ account, setup: { from: 'a@news.example.org' } });
    expect(found.codes).toEqual(one.code);
    expect(found.words).toMatch(one.words);
  });

  it('is not accused where SendGrid does not tell who may send', async () => {
    const answers: Record<string, string> = {
      '/v3/scopes': '{"scopes":["mail.send"]}',
      '/v3/whitelabel/domains?domain=example.org': '[]',
    };
    const url = await startServer(({ url: path = '' }, response) => {
      response.writeHead(answers[path] ? 200 : 500, { 'content-type': 'application/json' });
      response.end(answers[path]);
    });
    const { states, words } = await look({ url });
    expect(states).toEqual(['ok', 'ok', 'skipped', 'skipped', 'skipped']);
    expect(words).toMatch(/Sender: SendGrid answered 500\. Run this again/);
  });

  it('may be another than that of outcry.yaml, or nobody yet', async () => {
    const account = { domains: [authenticated('other.example')] };
    expect((await look({ account, setup: { from: 'a@Other.example' } })).codes).toEqual([]);
    await sandbox?.close();
    const { config } = aSetup();
    const nobody = await look({ setup: { config: config && { ...config, from: undefined } } });
    expect(nobody.words).toContain('names no "from"');
  });
});

describe('the credits', () => {
  it.each([
    {
      reason: 'none are left',
      remain: 0,
      waiting: 0,
      code: ['warning credits-spent'],
      words: /None of 1,000,000 are left, until 2099-01-01:/,
    },
    {
      reason: 'more people wait than are left',
      remain: 999,
      waiting: 1000,
      code: ['warning credits-low'],
      words: /999 of 1,000,000 are left, .* go to 1,000 people:/,
    },
    {
      reason: 'as many wait',
      remain: 1000,
      waiting: 1000,
      code: [],
      words: /1,000 of .*; campaigns have yet to go to 1,000 people\./,
    },
    {
      reason: 'nobody waits',
      remain: 1,
      waiting: 0,
      code: [],
      words: /1 of 1,000,000 are left, until 2099-01-01\./,
    },
  ])('are held against those who wait for a letter: $reason', async (one) => {
    const credits = { ...SOUND.credits, remain: one.remain };
    const { codes, words } = await look({ account: { credits }, waiting: one.waiting });
    expect(codes).toEqual(one.code);
    expect(words).toMatch(one.words);
  });
});

describe('the events', () => {
  it.each([
    { reason: 'there is no webhook', webhooks: [], code: ['error webhook-off'] },
    {
      reason: 'it is switched off',
      webhooks: [{ ...HOOK, enabled: false }],
      code: ['error webhook-off'],
      words: /switched off/,
    },
    {
      reason: 'it posts to another of our addresses',
      webhooks: [{ ...HOOK, url: 'https://me:secret@old.example.org/events/sendgrid?key=hidden' }],
      code: ['error webhook-off'],
      words: /but to https:\/\/old\.example\.org\/events\/sendgrid\./,
    },
    {
      reason: 'it is not signed',
      webhooks: [{ ...HOOK, public_key: undefined }],
      code: ['error webhook-unsigned'],
    },
    {
      reason: 'it is signed with another key',
      webhooks: [{ ...HOOK, public_key: makeKeys().publicKey }],
      code: ['error webhook-other-key'],
    },
    {
      reason: 'some events are left out',
      webhooks: [{ ...HOOK, bounce: false, spam_report: false, processed: false }],
      code: ['error webhook-events', 'warning webhook-events'],
      words: /does not post bounces, spam reports: .*was processed:/,
    },
    {
      reason: 'another webhook stands beside ours',
      webhooks: [{ id: 'x', enabled: true, url: 'https://else.example.org/hook' }, HOOK],
      code: [],
    },
  ])('are judged where $reason', async ({ webhooks, code, words }) => {
    const found = await look({ account: { webhooks } });
    expect(found.codes).toEqual(code);
    if (words) expect(found.words).toMatch(words);
    expect(found.words).not.toMatch(/secret|hidden/);
  });

  it.each([
    { reason: 'no key of ours', key: '' },
    { reason: 'something else as our key', key: 'no key' },
    { reason: 'a private key as ours', key: privateKey },
  ])('are judged with $reason', async ({ key }) => {
    const { codes, all } = await look({ environment: { OUTCRY_WEBHOOK_KEY: key } });
    expect(codes[0]).toBe('error webhook-key');
    if (key.length > 10) expect(JSON.stringify(all)).not.toContain(key.slice(30, 60));
  });
});
