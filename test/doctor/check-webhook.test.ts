import { describe, expect, it } from 'vitest';
import { makeKeys } from '../../src/sandbox/sandbox-keys.ts';
import { HOOK, look, privateKey } from './an-account.ts';

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
