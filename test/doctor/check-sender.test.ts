import { describe, expect, it } from 'vitest';
import { authenticated } from '../../src/sandbox/account.ts';
import { startServer } from '../delivery/start-server.ts';
import { aSetup } from './a-setup.ts';
import { look } from './an-account.ts';

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
    const { config } = aSetup();
    const nobody = await look({ setup: { config: config && { ...config, from: undefined } } });
    expect(nobody.words).toContain('names no "from"');
  });
});
