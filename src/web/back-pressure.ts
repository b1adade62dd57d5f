import type { FastifyInstance } from 'fastify';
import { langOfBrowser, type Site, sendPage } from './site.ts';
import { whenOver } from './when-over.ts';

/** Seconds after which somebody who was sent away may try again. */
const RETRY_SECONDS = 30;

/** What load balancers ask is answered at any time. */
const ALWAYS = new Set(['/healthz', '/readyz']);

/** How busy a server is. */
export interface Load {
  /** Requests that are not answered yet. */
  readonly underWay: () => number;
  readonly isBusy: () => boolean;
  /** One more, until it calls what this gives. */
  readonly enter: () => () => void;
}

/** Busy means that `most` requests are under way. */
export function createLoad(most: number): Load {
  let underWay = 0;
  return {
    underWay: () => underWay,
    isBusy: () => underWay >= most,
    enter: () => {
      underWay += 1;
      return () => {
        underWay -= 1;
      };
    },
  };
}

/**
 * Sends away at once, with 503 and Retry-After (RFC 9110, 15.6.4), whoever comes to a busy server: a
 * short wait for some is better than a wait without end for all.
 */
export function addBackPressure(server: FastifyInstance, site: Site): void {
  server.addHook('onRequest', async (request, reply) => {
    if (ALWAYS.has(request.routeOptions.url ?? '')) return;
    const isBusy = site.load.isBusy();
    whenOver(request.raw.socket, reply.raw, site.load.enter());
    if (!isBusy) return;
    reply.header('retry-after', RETRY_SECONDS);
    return sendPage(site, reply, 503, 'busy', langOfBrowser(site, reply), {});
  });
}
