import type { FastifyInstance } from 'fastify';
import { ALIVE } from '../alive.ts';
import type { Site } from './site.ts';

export function cssPath(prefix: string, hash: string): string {
  return `${prefix}/style-${hash}.css`;
}

/** The stylesheet, under a name that changes with it, and the two questions of load balancers. */
export function addStaticRoutes(server: FastifyInstance, site: Site): void {
  server.get<{ Params: { hash: string } }>('/style-:hash.css', async (request, reply) => {
    // While servers are being replaced one by one, a page of the other version gets ours for now.
    const isCurrent = request.params.hash === site.pages.cssHash;
    if (isCurrent) reply.header('cache-control', 'public, max-age=31536000, immutable');
    return reply.type('text/css; charset=utf-8').send(site.pages.css);
  });

  server.get('/healthz', async (_, reply) => reply.type('text/plain').send(`${ALIVE}\n`));

  server.get('/readyz', async (_, reply) => {
    const hindrance = await site.readiness.hindrance();
    reply.code(hindrance ? 503 : 200).type('text/plain');
    return `${hindrance ?? 'ready'}\n`;
  });
}
