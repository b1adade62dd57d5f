import type http from 'node:http';
import { inspect } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import { sampleRequest } from './sample-request.ts';
import { findClosedPort, readBody, startServer, startTcpServer } from './start-server.ts';

const apiKey = 'SG.testkey.abc-DEF_123';

function open(url: string, options: { timeoutMs?: number; connectTimeoutMs?: number } = {}) {
  const transport: Transport = createSendGrid({ apiKey, url, ...options });
  onTestFinished(() => transport.close());
  return transport;
}

/** Posts a request for three to a server that answers as told. */
async function postTo(answer: http.RequestListener, options: { timeoutMs?: number } = {}) {
  return open(await startServer(answer), options).post(sampleRequest(3));
}

function answering(status: number, body: unknown = '', headers: Record<string, string> = {}) {
  return async (request: http.IncomingMessage, response: http.ServerResponse) => {
    await readBody(request);
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    response.writeHead(status, headers).end(text);
  };
}

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
    await open(`${url}/proxy/`).post(sampleRequest(1));
    expect(path).toBe('/proxy/v3/mail/send');
  });

  test('uses one connection for requests that follow one another', async () => {
    const ports = new Set<number | undefined>();
    const transport = open(
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

describe('a connection that never stood is known as not taken', () => {
  test('when it is refused', async () => {
    const transport = open(`http://127.0.0.1:${await findClosedPort()}`);
    expect(await transport.post(sampleRequest(1))).toEqual({
      kind: 'notTaken',
      reason: 'No connection to SendGrid came about: refused (ECONNREFUSED).',
    });
  });

  test('when the name of the host is not known', async () => {
    const answer = await open('https://nowhere.invalid').post(sampleRequest(1));
    expect(answer.kind).toBe('notTaken');
  });

  test('when the handshake hangs, after a time-out of its own', async () => {
    const port = await startTcpServer(() => {});
    const transport = open(`https://127.0.0.1:${port}`, { connectTimeoutMs: 50 });
    expect(await transport.post(sampleRequest(1))).toEqual({
      kind: 'notTaken',
      reason: 'No connection to SendGrid came about: it took too long (OUTCRY_CONNECT_TIMEOUT).',
    });
  });

  test('when the handshake is cut, although the error is the same as for a cut request', async () => {
    const port = await startTcpServer((socket) => socket.once('data', () => socket.destroy()));
    const answer = await open(`https://127.0.0.1:${port}`).post(sampleRequest(1));
    expect(answer).toMatchObject({ kind: 'notTaken', reason: /ECONNRESET/ });
  });

  test('when the other side does not speak TLS', async () => {
    const url = await startServer((_, response) => response.end());
    const answer = await open(url.replace('http:', 'https:')).post(sampleRequest(1));
    expect(answer.kind).toBe('notTaken');
  });
});

describe('a connection that breaks later leaves it unknown', () => {
  test('when it is cut before the request was read', async () => {
    const port = await startTcpServer((socket) => socket.destroy());
    const answer = await open(`http://127.0.0.1:${port}`).post(sampleRequest(1000));
    expect(answer.kind).toBe('unknown');
  });

  test('when it is cut after the request was read', async () => {
    const answer = await postTo(async (request) => {
      await readBody(request);
      request.socket.destroy();
    });
    expect(answer).toEqual({
      kind: 'unknown',
      reason:
        'The connection to SendGrid broke before its answer came: cut by the other side (ECONNRESET).',
    });
  });

  test('when a kept connection is cut at its second request', async () => {
    let requests = 0;
    const transport = open(
      await startServer(async (request, response) => {
        await readBody(request);
        requests += 1;
        if (requests > 1) request.socket.destroy();
        else response.writeHead(202).end();
      }),
    );
    expect((await transport.post(sampleRequest(1))).kind).toBe('accepted');
    expect((await transport.post(sampleRequest(1))).kind).toBe('unknown');
  });

  test.each([
    { half: 'HTTP/1.1 202 Acc', reason: 'in the status line' },
    { half: 'HTTP/1.1 202 Accepted\r\nX-Message-Id: a\r\n', reason: 'in the headers' },
    {
      half: 'HTTP/1.1 202 Accepted\r\nX-Message-Id: a\r\nContent-Length: 9\r\n\r\nhal',
      reason: 'in the body',
    },
    { half: 'SMTP says hello\r\n\r\n', reason: 'and is no HTTP' },
  ])('when the answer breaks off $reason', async ({ half }) => {
    const answer = await postTo(async (request) => {
      await readBody(request);
      request.socket.end(half);
    });
    expect(answer.kind).toBe('unknown');
  });

  test('when no answer comes in time', async () => {
    const answer = await postTo(() => {}, { timeoutMs: 100 });
    expect(answer).toEqual({
      kind: 'unknown',
      reason:
        'The connection to SendGrid broke before its answer came: no answer in time (ECONNABORTED).',
    });
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

describe('settings', () => {
  test.each([
    ['', 'nothing'],
    ['   ', 'white space'],
    ['hunter2-secret', 'something else'],
    ['SG.abc def', 'a key with a space in it'],
    ['SG.abc\r\nX-Evil: 1', 'a key with a line break in it'],
  ])('the key %j is refused as %s, without a warning and without being shown', (key) => {
    const warn = vi.spyOn(console, 'warn');
    const make = () => createSendGrid({ apiKey: key });
    expect(make).toThrow(expect.objectContaining({ code: 'sendgrid-key', exit: 3 }));
    if (key.trim()) expect(make).not.toThrow(key.trim());
    expect(warn).not.toHaveBeenCalled();
  });

  test('a key with white space around it is good, and prints no warning', async () => {
    const warn = vi.spyOn(console, 'warn');
    await createSendGrid({ apiKey: ` ${apiKey}\n` }).close();
    expect(warn).not.toHaveBeenCalled();
  });

  test.each([
    'https://api.eu.sendgrid.com/',
    'http://127.0.0.1:4010',
    'http://[::1]:4010',
    'http://localhost:4010',
  ])('the address %s is accepted', async (url) => {
    await createSendGrid({ apiKey, url }).close();
  });

  test.each([
    ['api.sendgrid.com', 'no scheme'],
    ['http://api.sendgrid.com', 'the key would travel in the clear'],
    ['http://127.0.0.1.example.org', 'only looks like this machine'],
    ['ftp://127.0.0.1', 'not HTTP'],
    ['https://user:pass@api.sendgrid.com', 'a user takes the place of the key'],
    ['https://api.sendgrid.com/?a=b', 'a query'],
  ])('the address %s is refused: %s', (url) => {
    const make = () => createSendGrid({ apiKey, url });
    expect(make).toThrow(expect.objectContaining({ code: 'sendgrid-url', exit: 3 }));
    expect(make).not.toThrow('pass@');
  });
});
