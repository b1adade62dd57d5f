import type { FastifyInstance } from 'fastify';
import type { CampaignNumber } from '../terms.ts';
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

  server.get('/healthz', async (_, reply) => reply.type('text/plain').send('alive\n'));

  server.get('/readyz', async (_, reply) => {
    const isReady = await canRead(site);
    reply.code(isReady ? 200 : 503).type('text/plain');
    return isReady ? 'ready\n' : 'the ledger cannot be read\n';
  });
}

/** Any small read will do. */
async function canRead({ ledger }: Site): Promise<boolean> {
  try {
    await ledger.campaignByNumber(0 as CampaignNumber);
    return true;
  } catch {
    return false;
  }
}
