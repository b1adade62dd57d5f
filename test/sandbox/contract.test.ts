import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { sampleMail, samplePart } from './sample-mail.ts';

interface Case {
  readonly rule: string;
  readonly mail: object;
  readonly status: number;
  readonly field: string | null;
  readonly says?: string;
  readonly reason: string;
}

const NOW = Date.UTC(2026, 0, 15, 12);
const people = (count: number, prefix = 'p') =>
  Array.from({ length: count }, (_, index) => ({ email: `${prefix}${index}@example.org` }));
const part = (change: object) => sampleMail({ personalizations: [samplePart(change)] });
const html = { type: 'text/html', value: '<p>Hello</p>' };
const text = { type: 'text/plain', value: 'Hello' };
const heavy = (bytes: number) => ({ Tok3nTok3nTok000: 'x'.repeat(bytes - 16) });

const CASES: readonly Case[] = [
  {
    rule: 'a plain mail',
    mail: sampleMail(),
    status: 202,
    field: null,
    reason: 'keeps every rule',
  },
  {
    rule: 'personalizations',
    mail: sampleMail({ personalizations: [] }),
    status: 400,
    field: 'personalizations',
    reason: 'at least one',
  },
  {
    rule: 'personalizations',
    mail: sampleMail({ personalizations: undefined }),
    status: 400,
    field: 'personalizations',
    reason: 'cannot be left out',
  },
  {
    rule: 'personalizations',
    mail: sampleMail({ personalizations: people(1001).map((to) => ({ to: [to] })) }),
    status: 400,
    field: 'personalizations',
    says: '1001 personalizations',
    reason: 'at most 1000',
  },
  {
    rule: 'personalizations',
    mail: sampleMail({ personalizations: people(1000).map((to) => ({ to: [to] })) }),
    status: 202,
    field: null,
    reason: 'exactly 1000 are allowed',
  },
  {
    rule: 'to',
    mail: sampleMail({ personalizations: [samplePart(), { to: [] }] }),
    status: 400,
    field: 'personalizations.1.to',
    reason: 'each needs one; the index tells which',
  },
  {
    rule: 'recipients in all',
    mail: part({ to: people(500), cc: people(300, 'c'), bcc: people(201, 'b') }),
    status: 400,
    field: 'personalizations',
    says: '1000 total recipients',
    reason: 'to + cc + bcc count together',
  },
  {
    rule: 'once in a personalization',
    mail: part({ cc: [{ email: 'Ann@example.org' }] }),
    status: 400,
    field: 'personalizations.0',
    says: 'Ann@example.org',
    reason: 'in any case of letters',
  },
  {
    rule: 'once in the request',
    mail: sampleMail({ personalizations: [samplePart(), samplePart()] }),
    status: 400,
    field: 'personalizations.1',
    says: 'ann@example.org',
    reason: 'users saw doubles delivered',
  },
  {
    rule: 'addresses',
    mail: sampleMail({ personalizations: [samplePart(), { to: [{ email: 'no address' }] }] }),
    status: 400,
    field: 'personalizations.1.to.0.email',
    reason: 'must be valid',
  },
  {
    rule: 'addresses',
    mail: part({ to: [{ email: `${'a'.repeat(309)}@example.org` }] }),
    status: 400,
    field: 'personalizations.0.to.0.email',
    reason: '321 characters are too many',
  },
  {
    rule: 'addresses',
    mail: part({ to: [{ name: 'Ann' }] }),
    status: 400,
    field: 'personalizations.0.to.0.email',
    reason: 'an address is required',
  },
  {
    rule: 'from',
    mail: sampleMail({ from: undefined }),
    status: 400,
    field: 'from',
    reason: 'cannot be left out',
  },
  {
    rule: 'from',
    mail: sampleMail({ from: { email: 'grüße@example.org' } }),
    status: 400,
    field: 'from',
    says: 'Unicode',
    reason: 'ASCII only',
  },
  {
    rule: 'from',
    mail: sampleMail({ from: { email: 'a@example.org', name: 'Harbour; Safe' } }),
    status: 400,
    field: 'from',
    reason: 'no semicolon in a name',
  },
  {
    rule: 'names',
    mail: part({ to: [{ email: 'ann@example.org', name: 'Lee, Ann' }] }),
    status: 400,
    field: 'personalizations.0.to.0.name',
    reason: 'no comma in a name',
  },
  {
    rule: 'verified sender',
    mail: sampleMail({ from: { email: 'campaigns+unverified@example.org' } }),
    status: 403,
    field: 'from',
    says: 'does not match a verified Sender Identity',
    reason: 'a magic address plays it',
  },
  {
    rule: 'subject',
    mail: sampleMail({ subject: '' }),
    status: 400,
    field: 'subject',
    reason: 'not empty',
  },
  {
    rule: 'subject',
    mail: sampleMail({ subject: undefined, personalizations: [samplePart({ subject: 'Hers' })] }),
    status: 202,
    field: null,
    reason: 'every personalization has one',
  },
  {
    rule: 'subject',
    mail: sampleMail({
      subject: undefined,
      personalizations: [samplePart({ subject: 'Hers' }), { to: people(1) }],
    }),
    status: 400,
    field: 'subject',
    reason: 'one personalization has none',
  },
  {
    rule: 'reply_to',
    mail: sampleMail({
      reply_to: { email: 'a@example.org' },
      reply_to_list: [{ email: 'b@example.org' }],
    }),
    status: 400,
    field: 'reply_to',
    reason: 'one of the two',
  },
  {
    rule: 'reply_to',
    mail: sampleMail({ reply_to: { email: 'nobody' } }),
    status: 400,
    field: 'reply_to.email',
    reason: 'must be valid',
  },
  {
    rule: 'content',
    mail: sampleMail({ content: [html, text] }),
    status: 400,
    field: 'content',
    says: 'text/plain must be first',
    reason: 'the order of multipart/alternative',
  },
  {
    rule: 'content',
    mail: sampleMail({ content: [html, html] }),
    status: 400,
    field: 'content',
    says: 'only be provided once',
    reason: 'each once',
  },
  {
    rule: 'content',
    mail: sampleMail({ content: [{ ...html, value: '' }] }),
    status: 400,
    field: 'content',
    says: 'at least one character',
    reason: 'not empty',
  },
  {
    rule: 'content',
    mail: sampleMail({ content: [] }),
    status: 400,
    field: 'content',
    reason: 'at least one',
  },
  {
    rule: 'substitutions',
    mail: part({ substitutions: { Tok3n: 7 } }),
    status: 400,
    field: 'personalizations.0.substitutions',
    reason: 'strings only',
  },
  {
    rule: 'substitutions',
    mail: part({ substitutions: heavy(10_000) }),
    status: 202,
    field: null,
    reason: '10,000 bytes are allowed',
  },
  {
    rule: 'substitutions',
    mail: sampleMail({
      personalizations: [{ to: people(1) }, samplePart({ substitutions: heavy(10_001) })],
    }),
    status: 400,
    field: 'personalizations.1.substitutions',
    says: 'Substitutions are limited to 10000 bytes per personalization block.',
    reason: 'keys count too',
  },
  {
    rule: 'substitutions',
    mail: part({ substitutions: { Tok3n: 'é'.repeat(5000) } }),
    status: 400,
    field: 'personalizations.0.substitutions',
    reason: 'bytes, not characters',
  },
  {
    rule: 'substitutions',
    mail: sampleMail({
      template_id: 'd-1',
      personalizations: [samplePart({ substitutions: { Tok3n: 'x' } })],
    }),
    status: 400,
    field: 'personalizations.0.substitutions',
    reason: 'not with a dynamic template',
  },
  {
    rule: 'custom_args',
    mail: part({ custom_args: { outcry_batch: 7 } }),
    status: 400,
    field: 'personalizations.0.custom_args',
    reason: 'strings only',
  },
  {
    rule: 'custom_args',
    mail: sampleMail({
      custom_args: { a: 'x'.repeat(6000) },
      personalizations: [samplePart({ custom_args: { b: 'x'.repeat(6000) } })],
    }),
    status: 400,
    field: 'personalizations.0.custom_args',
    says: '10000 bytes',
    reason: 'counted after both are merged',
  },
  {
    rule: 'custom_args',
    mail: part({ custom_args: { event: 'x' } }),
    status: 400,
    field: 'personalizations.0.custom_args',
    says: '[event]',
    reason: 'a reserved name would silently be lost',
  },
  {
    rule: 'custom_args',
    mail: part({ custom_args: { outcry_who: 'ann@example.org' } }),
    status: 400,
    field: 'personalizations.0.custom_args',
    reason: 'never personal data',
  },
  {
    rule: 'headers',
    mail: sampleMail({ headers: { 'reply-TO': 'x' } }),
    status: 400,
    field: 'headers',
    says: 'reserved',
    reason: 'reserved in any case of letters',
  },
  {
    rule: 'headers',
    mail: sampleMail({ headers: { 'X Y': 'x' } }),
    status: 400,
    field: 'headers',
    reason: 'no spaces in a name',
  },
  {
    rule: 'headers',
    mail: sampleMail({ headers: { 'X-Ü': 'x' } }),
    status: 400,
    field: 'headers',
    reason: 'ASCII names',
  },
  {
    rule: 'headers',
    mail: sampleMail({ headers: { 'X-Number': 1 } }),
    status: 400,
    field: 'headers',
    reason: 'string values',
  },
  {
    rule: 'headers',
    mail: part({ headers: { 'X-Two': 'a\r\nBcc: b@example.org' } }),
    status: 400,
    field: 'personalizations.0.headers',
    reason: 'no line breaks',
  },
  {
    rule: 'categories',
    mail: sampleMail({ categories: Array.from({ length: 11 }, (_, i) => `c${i}`) }),
    status: 400,
    field: 'categories',
    reason: 'at most 10',
  },
  {
    rule: 'categories',
    mail: sampleMail({ categories: ['x'.repeat(256)] }),
    status: 400,
    field: 'categories',
    reason: 'at most 255 characters',
  },
  {
    rule: 'categories',
    mail: sampleMail({ categories: ['a', 'a'] }),
    status: 400,
    field: 'categories',
    reason: 'distinct',
  },
  {
    rule: 'categories',
    mail: sampleMail({ categories: ['ä'] }),
    status: 400,
    field: 'categories',
    reason: 'ASCII',
  },
  {
    rule: 'send_at',
    mail: sampleMail({ send_at: NOW / 1000 + 72 * 3600 + 1 }),
    status: 400,
    field: 'send_at',
    reason: 'at most 72 hours ahead',
  },
  {
    rule: 'send_at',
    mail: sampleMail({ send_at: 1 }),
    status: 202,
    field: null,
    reason: 'a past one is sent at once',
  },
  {
    rule: 'sandbox mode',
    mail: sampleMail({ mail_settings: { sandbox_mode: { enable: true } } }),
    status: 200,
    field: null,
    reason: 'looked at, not sent',
  },
];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ key: 'SG.test', now: () => NOW });
});
afterAll(() => sandbox.close());

async function post(body: string | Buffer, headers: Record<string, string> = {}) {
  const answer = await fetch(`${sandbox.url}/v3/mail/send`, {
    method: 'POST',
    headers: { Authorization: 'Bearer SG.test', 'Content-Type': 'application/json', ...headers },
    body,
  });
  const words = await answer.text();
  return { status: answer.status, words, id: answer.headers.get('x-message-id') };
}

describe('POST /v3/mail/send keeps the contract', () => {
  test.each(CASES)('$rule → $status $field: $reason', async ({ mail, status, field, says }) => {
    const answer = await post(JSON.stringify(mail));
    expect(answer.status).toBe(status);
    if (status < 300) expect(answer.words).toBe('');
    else {
      const { errors } = JSON.parse(answer.words);
      expect(errors).toContainEqual(expect.objectContaining({ field }));
      if (says) expect(JSON.stringify(errors)).toContain(says);
    }
  });

  test('a mail that is taken gets an X-Message-Id of its own', async () => {
    const first = await post(JSON.stringify(sampleMail()));
    const second = await post(JSON.stringify(sampleMail()));
    expect(first.id).toMatch(/^[\w-]{22}$/);
    expect(second.id).not.toBe(first.id);
  });

  test('several errors come at once', async () => {
    const { words } = await post(JSON.stringify(sampleMail({ subject: '', content: [] })));
    const fields = JSON.parse(words).errors.map(({ field }: { field: string }) => field);
    expect(fields).toEqual(['subject', 'content']);
  });

  test.each([
    { key: '', reason: 'no key' },
    { key: 'Bearer SG.other', reason: 'another key' },
    { key: 'SG.test', reason: 'not a bearer token' },
  ])('401 in the very words of the API: $reason', async ({ key }) => {
    const { status, words } = await post(JSON.stringify(sampleMail()), { Authorization: key });
    expect(status).toBe(401);
    expect(words).toBe(
      '{"errors":[{"message":"The provided authorization grant is invalid, expired, or revoked","field":null,"help":null}]}',
    );
  });

  test('403 for a key without the scope mail.send', async () => {
    const headers = { Authorization: 'Bearer SG.test.no-mail-send' };
    expect((await post(JSON.stringify(sampleMail()), headers)).status).toBe(403);
  });

  test.each([
    { body: '{', status: 400, reason: 'broken JSON, no field named' },
    { body: '[]', status: 400, reason: 'not an object' },
    { body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), status: 415, reason: 'not UTF-8' },
    { body: Buffer.alloc(30_000_001, 0x20), status: 413, reason: 'more than 30 MB' },
  ])('$status: $reason', async ({ body, status }) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.words).errors[0].field).toBeNull();
  });

  test('415 for another content type', async () => {
    expect((await post('a=b', { 'Content-Type': 'text/plain' })).status).toBe(415);
  });
});
