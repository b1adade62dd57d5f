import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Browsers and proxies ask one after another; some few at once may be a client that is in a hurry. */
const MOST_AT_ONCE = 20;

const waitingOn = new WeakMap<Socket, Set<() => void>>();

/**
 * Calls `over` once when an answer is given, or cannot be given any more. Node tells an answer that
 * its connection is lost only if it was its turn: those behind it, of requests that were sent all at
 * once (pipelining, RFC 9112, 9.3.2), never learn it. Who sends very many of them is cut off.
 */
export function whenOver(socket: Socket, answer: ServerResponse, over: () => void): void {
  const waiting = waitingOn.get(socket) ?? watch(socket);
  const end = () => {
    if (waiting.delete(end)) over();
  };
  waiting.add(end);
  answer.once('close', end);
  if (waiting.size > MOST_AT_ONCE) socket.destroy();
}

function watch(socket: Socket): Set<() => void> {
  const waiting = new Set<() => void>();
  waitingOn.set(socket, waiting);
  socket.once('close', () => {
    for (const end of waiting) end();
  });
  return waiting;
}
