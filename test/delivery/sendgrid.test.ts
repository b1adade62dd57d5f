import type http from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import { answering, apiKey, openSendGrid, postTo } from './open-sendgrid.ts';
import { sampleRequest } from './sample-request.ts';
import { readBody, startServer } from './start-server.ts';

describe('a request over HTTP', () => {
  test('arrives at mail/send whole, as JSON with the key in its header', async () => {
    const seen: { url?: string | undefined; key?: string | undefined; body?: string } = {};
    const answer = await postTo(async (request, response) => {
      seen.url = `${request.method} ${request.url}`;
      seen.key = request.headers.authorization;
      seen.body = await readBody(request);
      response.writeHead(202, { 'X-Message-Id': 'abc123' }).end();
    });
    expect(answer).toEqual({ kind: 'accepted', messageId: 'abc123' });
    expect(seen.url).toBe('POST /v3/mail/send');
    expect(seen.key).toBe(`Bearer ${apiKey}`);
    const body = JSON.parse(seen.body ?? '') as { personalizations: { substitutions: object }[] };
    expect(body.personalizations).toHaveLength(3);
    expect(Object.values(body.personalizations[2]?.substitutions ?? {})).toEqual(['Zoë 3']);
  });

  test('keeps the path of an address that has one', async () => {
    let path: string | undefined;
    const url = await startServer((request, response) => {
      path = request.url;
      response.writeHead(202).end();
    });
    await openSendGrid(`${url}/proxy/`).post(sampleRequest(1));
    expect(path).toBe('/proxy/v3/mail/send');
  });

  test('uses one connection for requests that follow one another', async () => {
    const ports = new Set<number | undefined>();
    const transport = openSendGrid(
      await startServer(async (request, response) => {
        ports.add(request.socket.remotePort);
        await readBody(request);
        response.writeHead(202).end();
      }),
    );
    for (let n = 0; n < 5; n += 1) await transport.post(sampleRequest(10));
    expect(ports.size).toBe(1);
  });

  test('never has more than `sockets` under way at once', async () => {
    let open = 0;
    let most = 0;
    const url = await startServer(async (request, response) => {
      open += 1;
      most = Math.max(most, open);
      await readBody(request);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      response.writeHead(202).end();
    });
    const transport = createSendGrid({ apiKey, url, sockets: 2 });
    const posts = Array.from({ length: 12 }, () => transport.post(sampleRequest(5)));
    await transport.close();
    const answers = await Promise.all(posts);
    expect(answers.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(most).toBeLessThanOrEqual(2);
  });

  test('is seen through when the transport is closed meanwhile', async () => {
    let arrived = () => {};
    let release = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const url = await startServer(async (request, response) => {
      await readBody(request);
      arrived();
      await released;
      response.writeHead(202, { 'X-Message-Id': 'late' }).end();
    });
    const transport = createSendGrid({ apiKey, url });
    const posted = transport.post(sampleRequest(1));
    await arrival;
    const closed = transport.close();
    release();
    await closed;
    expect(await posted).toEqual({ kind: 'accepted', messageId: 'late' });
  });
});

describe('answers over HTTP', () => {
  const tooMany = { errors: [{ field: null, message: 'too many requests' }] };
  const badKey = {
    errors: [{ message: 'The provided authorization grant is invalid, expired, or revoked' }],
  };
  const cases = [
    { status: 202, body: '', kind: 'accepted', reason: 'the one way in which it says yes' },
    { status: 200, body: '', kind: 'unknown', reason: 'mail/send never says 200 to us' },
    { status: 429, body: tooMany, kind: 'notTaken', reason: 'it says so' },
    { status: 503, body: '<html>busy</html>', kind: 'notTaken', reason: 'it says so' },
    { status: 401, body: badKey, kind: 'blocked', reason: 'every batch would fare the same' },
    { status: 403, body: '', kind: 'blocked', reason: 'every batch would fare the same' },
    { status: 404, body: 'no such page', kind: 'blocked', reason: 'this is not SendGrid' },
    { status: 400, body: '{"errors":', kind: 'refused', reason: 'the status is enough' },
    { status: 413, body: '', kind: 'refused', reason: 'the same request would fail again' },
    { status: 500, body: '<html>oops</html>', kind: 'unknown', reason: 'it may have been taken' },
    { status: 502, body: '', kind: 'unknown', reason: 'it may have been taken' },
    { status: 504, body: '', kind: 'unknown', reason: 'it may have been taken' },
  ];
  test.each(cases)('$status is $kind: $reason', async ({ status, body, kind }) => {
    expect(await postTo(answering(status, body))).toMatchObject({ kind });
  });

  test('Retry-After is passed on in milliseconds', async () => {
    const answer = await postTo(answering(429, tooMany, { 'Retry-After': '7' }));
    expect(answer).toEqual({
      kind: 'notTaken',
      reason: 'SendGrid answered 429: too many requests.',
      retryAfterMs: 7000,
      isLimit: true,
    });
  });

  test('a redirect is not followed: it would take key and addresses elsewhere', async () => {
    let followed = 0;
    const elsewhere = await startServer((_, response) => {
      followed += 1;
      response.writeHead(202).end();
    });
    const answer = await postTo(answering(307, '', { Location: `${elsewhere}/v3/mail/send` }));
    expect(answer).toMatchObject({ kind: 'blocked', status: 307 });
    expect(followed).toBe(0);
  });
});

describe('secrets', () => {
  const echo = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const message = `${request.headers.authorization} ${await readBody(request)}`;
    response.writeHead(400).end(JSON.stringify({ errors: [{ message, field: 'from' }] }));
  };
  test.each([
    ['an answer that repeats key and request', echo],
    ['a cut connection', (request: http.IncomingMessage) => request.socket.destroy()],
    ['a server error', answering(500, 'oops')],
  ])('%s gives neither key nor addresses away', async (_, answer) => {
    const shown = inspect(await postTo(answer), { depth: null, showHidden: true });
    expect(shown).not.toContain(apiKey);
    expect(shown).not.toMatch(/supporter\d@|campaigns@|hello@/);
  });
});
