import type { FastifyInstance } from 'fastify';
import { ALIVE } from '../alive.ts';
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

  server.get('/healthz', async (_, reply) => reply.type('text/plain').send(`${ALIVE}\n`));

  server.get('/readyz', async (_, reply) => {
    const hindrance = await hindranceOf(site);
    reply.code(hindrance ? 503 : 200).type('text/plain');
    return `${hindrance ?? 'ready'}\n`;
  });
}

/** Why no visitor should be sent here just now, if so. */
async function hindranceOf({ ledger, load }: Site): Promise<string | undefined> {
  if (load.isBusy()) return 'too many requests are under way';
  try {
    // Any small read will do.
    await ledger.campaignByNumber(0 as CampaignNumber);
    return undefined;
  } catch {
    return 'the ledger cannot be read';
  }
}
