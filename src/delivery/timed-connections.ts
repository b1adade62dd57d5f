import http from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The code of the error with which a connection that takes too long is given up. */
export const CONNECT_TIMEOUT = 'OUTCRY_CONNECT_TIMEOUT';

/**
 * An idle connection is closed by us after this long. Servers close theirs after 5 s and more, and
 * a request sent into that very moment breaks in a way that does not tell whether it was taken.
 */
const IDLE_MS = 4_000;

export interface TimedConnections {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: https.Agent;
  /**
   * True if the error came before the connection stood (name not found, refused, too slow, TLS
   * handshake failed): nothing of a request can have left. The error's code alone does not tell,
   * a handshake may fail with ECONNRESET.
   */
  neverConnected(error: unknown): boolean;
  close(): void;
}

interface Options {
  readonly connectTimeoutMs: number;
  readonly sockets: number;
  readonly idleMs?: number | undefined;
}

/** Keep-alive agents that time the connect (and the TLS handshake) themselves. */
export function openConnections({ connectTimeoutMs, sockets, idleMs }: Options): TimedConnections {
  const failures = new WeakSet<object>();
  const settings = { keepAlive: true, maxSockets: sockets, timeout: idleMs ?? IDLE_MS };
  const watch = (socket: Duplex | null | undefined, ready: string) =>
    watchConnect({ socket, ready, timeoutMs: connectTimeoutMs, failures });
  const httpAgent = new http.Agent(settings);
  const httpsAgent = new https.Agent(settings);
  const connect = httpAgent.createConnection.bind(httpAgent);
  const connectSecurely = httpsAgent.createConnection.bind(httpsAgent);
  httpAgent.createConnection = (...args) => watch(connect(...args), 'connect');
  httpsAgent.createConnection = (...args) => watch(connectSecurely(...args), 'secureConnect');
  return {
    httpAgent,
    httpsAgent,
    neverConnected: (error) => typeof error === 'object' && error !== null && failures.has(error),
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

interface Watch {
  readonly socket: Duplex | null | undefined;
  readonly ready: string;
  readonly timeoutMs: number;
  readonly failures: WeakSet<object>;
}

function watchConnect({ socket, ready, timeoutMs, failures }: Watch): Duplex | null | undefined {
  if (!(socket instanceof Socket)) return socket;
  // The agent has begun to count the idle time already, which would end a slow connect too early.
  socket.setTimeout(0);
  const remember = (error: object) => failures.add(error);
  const timer = setTimeout(() => socket.destroy(connectTimeout(timeoutMs)), timeoutMs);
  socket.once('error', remember);
  socket.once('close', () => clearTimeout(timer));
  socket.once(ready, () => {
    clearTimeout(timer);
    socket.off('error', remember);
  });
  return socket;
}

function connectTimeout(timeoutMs: number): Error {
  return Object.assign(new Error(`no connection within ${timeoutMs} ms`), {
    code: CONNECT_TIMEOUT,
  });
}
