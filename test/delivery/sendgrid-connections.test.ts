import { describe, expect, test } from 'vitest';
import { openSendGrid, postTo } from './open-sendgrid.ts';
import { sampleRequest } from './sample-request.ts';
import { findClosedPort, readBody, startServer, startTcpServer } from './start-server.ts';

describe('a connection that never stood is known as not taken', () => {
  test('when it is refused', async () => {
    const transport = openSendGrid(`http://127.0.0.1:${await findClosedPort()}`);
    expect(await transport.post(sampleRequest(1))).toEqual({
      kind: 'notTaken',
      reason: 'No connection to SendGrid came about: refused (ECONNREFUSED).',
    });
  });

  test('when the name of the host is not known', async () => {
    const answer = await openSendGrid('https://nowhere.invalid', { connectTimeoutMs: 2000 }).post(
      sampleRequest(1),
    );
    expect(answer.kind).toBe('notTaken');
  });

  test('when the handshake hangs, after a time-out of its own', async () => {
    const port = await startTcpServer(() => {});
    const transport = openSendGrid(`https://127.0.0.1:${port}`, { connectTimeoutMs: 50 });
    expect(await transport.post(sampleRequest(1))).toEqual({
      kind: 'notTaken',
      reason: 'No connection to SendGrid came about: it took too long (OUTCRY_CONNECT_TIMEOUT).',
    });
  });

  test('when the handshake is cut, although the error is the same as for a cut request', async () => {
    const port = await startTcpServer((socket) => socket.once('data', () => socket.destroy()));
    const answer = await openSendGrid(`https://127.0.0.1:${port}`).post(sampleRequest(1));
    expect(answer).toMatchObject({ kind: 'notTaken', reason: /ECONNRESET/ });
  });

  test('when the other side does not speak TLS', async () => {
    const url = await startServer((_, response) => response.end());
    const answer = await openSendGrid(url.replace('http:', 'https:')).post(sampleRequest(1));
    expect(answer.kind).toBe('notTaken');
  });
});

describe('a connection that breaks later leaves it unknown', () => {
  test('when it is cut before the request was read', async () => {
    const port = await startTcpServer((socket) => socket.destroy());
    const answer = await openSendGrid(`http://127.0.0.1:${port}`).post(sampleRequest(1000));
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
    const transport = openSendGrid(
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
