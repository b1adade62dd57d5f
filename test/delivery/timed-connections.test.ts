import http from 'node:http';
import { expect, test } from 'vitest';
import { openConnections } from '../../src/delivery/timed-connections.ts';
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

test('what is thrown by others is no failed connect', () => {
  const connections = openConnections({ connectTimeoutMs: 10_000, sockets: 1 });
  for (const error of [new Error('other'), undefined, null, 'text']) {
    expect(connections.neverConnected(error)).toBe(false);
  }
});
