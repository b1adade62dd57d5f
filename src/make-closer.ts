import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const GRACE_MS = 3000;

/**
 * Gives the function that closes a server: it takes nothing new and answers what is under way.
 * Browsers open connections ahead of need, and Node waits for these: they are cut at once. Whoever
 * is still sending after three seconds is cut too, as nothing was promised to her yet.
 */
export function makeCloser(server: FastifyInstance): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return async () => {
    const closed = server.close();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    const grace = setTimeout(() => server.server.closeAllConnections(), GRACE_MS);
    await closed;
    clearTimeout(grace);
  };
}
