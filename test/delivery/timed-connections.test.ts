import http from 'node:http';
import { expect, test } from 'vitest';
import { CONNECT_TIMEOUT, openConnections } from '../../src/delivery/timed-connections.ts';
import { startServer } from './start-server.ts';

test('an idle connection is closed by us, before the server might do it under a request', async () => {
  let closed = () => {};
  const closing = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const url = await startServer((request, response) => {
    request.socket.once('close', closed);
    response.end();
  });
  const connections = openConnections({ connectTimeoutMs: 10_000, sockets: 1, idleMs: 20 });
  http.get(url, { agent: connections.httpAgent }, (response) => response.resume());
  await closing;
  connections.close();
});

test('the time for idling does not cut short the time for connecting', async () => {
  const connections = openConnections({ connectTimeoutMs: 200, sockets: 1, idleMs: 20 });
  const ended = await new Promise((resolve) => {
    const request = http.get('http://hangs.example', {
      agent: connections.httpAgent,
      lookup: () => {},
    });
    request.setTimeout(60_000, () => resolve('the request timed out'));
    request.on('error', resolve);
  });
  expect(ended).toMatchObject({ code: CONNECT_TIMEOUT });
  expect(connections.neverConnected(ended)).toBe(true);
  connections.close();
});

test('what is thrown by others is no failed connect', () => {
  const connections = openConnections({ connectTimeoutMs: 10_000, sockets: 1 });
  for (const error of [new Error('other'), undefined, null, 'text']) {
    expect(connections.neverConnected(error)).toBe(false);
  }
});
