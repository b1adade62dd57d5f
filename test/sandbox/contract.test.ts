import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { CONTRACT, NOON } from './contract.ts';
import { sampleMail } from './sample-mail.ts';

const CASES = Object.entries(CONTRACT).flatMap(([rule, rows]) =>
  rows.map(([status, field, reason, mail, says]) => ({ rule, status, field, reason, mail, says })),
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ key: 'SG.test', now: () => NOON * 1000 });
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
