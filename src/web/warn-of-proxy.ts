import type { FastifyInstance } from 'fastify';
import { isPrivate } from '../trusted-proxy.ts';
import type { Site } from './site.ts';

/**
 * Says once that a web server in front is not believed: all supporters then count as one, and soon
 * have to wait for each other. Strangers who try to pose as others come from elsewhere and are not
 * worth a word.
 */
export function warnOfProxy(server: FastifyInstance, site: Site): void {
  let isSaid = false;
  server.addHook('onRequest', async ({ headers, ip, socket }) => {
    if (isSaid || headers['x-forwarded-for'] === undefined) return;
    const peer = socket.remoteAddress ?? '';
    // Who is believed has spoken for somebody else.
    if (ip !== peer || !isPrivate(peer)) return;
    isSaid = true;
    site.log({ level: 'warn', what: unnamed(peer) });
  });
}

const unnamed = (peer: string) =>
  `A web server at ${peer} says whom it speaks for (X-Forwarded-For) and is not believed, so all supporters count as one. If it is yours, put "trust_proxy: [${peer}]" into outcry.yaml and start serve again.`;
