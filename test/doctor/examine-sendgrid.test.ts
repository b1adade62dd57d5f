import { EventEmitter, once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examine } from '../../src/doctor/examine.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { findClosedPort, startServer } from '../delivery/start-server.ts';
import { readyCampaign } from '../ledger/ledgers.ts';
import { aSetup, codesOf, dnsOf, KEY } from './a-setup.ts';
import { EVENTS, look, SOUND } from './an-account.ts';

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
    const { sandbox } = await look();
    expect(sandbox.stats()).toMatchObject({ requests: 0, recipients: 0 });
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

  it('is not waited for before the DNS is asked', async () => {
    const asked = new EventEmitter();
    const isAsked = once(asked, 'domain');
    const url = await startServer(async (_, response) => {
      await isAsked;
      response.setHeader('content-type', 'application/json');
      response.end('{"scopes":["mail.send"]}');
    });
    const nothing = async () => [];
    const resolveMx = async () => {
      asked.emit('domain');
      return [];
    };
    const dns = { resolveMx, resolveTxt: nothing, resolveCname: nothing };
    expect((await look({ url, setup: { dns } })).states[0]).toBe('ok');
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

describe('the whole', () => {
  it('holds what the ledger has yet to send against the credits of the account', async () => {
    const credits = { ...SOUND.credits, remain: 2 };
    const sandbox = await startSandbox({ key: KEY, account: { ...SOUND, credits } });
    onTestFinished(() => sandbox.close());
    const setup = aSetup();
    const ledger = await openLedger({ file: setup.ledgerFile, now: Date.now });
    await readyCampaign(ledger, { count: 3 });
    await ledger.close();
    const OUTCRY_URL = `http://127.0.0.1:${await findClosedPort()}`;
    const environment = { ...setup.environment, OUTCRY_SENDGRID_URL: sandbox.url, OUTCRY_URL };
    const findings = await examine({ ...setup, environment });
    const found = findings.find(({ about }) => about === 'Credits');
    expect(found?.what).toMatch(/^2 of .* go to 3 people/);
  });
});
