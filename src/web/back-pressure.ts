import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { FORM_TYPE, postedFields } from './posted-fields.ts';
import { langOfBrowser, type Site, sendPage } from './site.ts';
import { whenOver } from './when-over.ts';

/** Seconds after which somebody who was sent away may try again. */
export const RETRY_SECONDS = 30;

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
 * short wait for some is better than a wait without end for all. A form is read first, and handed
 * back with what was typed. A request is under way once all of it is there: whoever sends her form
 * byte by byte takes nobody's place.
 */
export function addBackPressure(server: FastifyInstance, site: Site): void {
  const isAlways = ({ routeOptions }: FastifyRequest) => ALWAYS.has(routeOptions.url ?? '');
  server.addHook('onRequest', async (request, reply) => {
    if (isAlways(request) || postsForm(request) || !site.load.isBusy()) return;
    return sendBusy(site, reply, undefined);
  });
  server.addHook('preHandler', async (request, reply) => {
    if (isAlways(request)) return;
    const isBusy = site.load.isBusy();
    whenOver(request.raw.socket, reply.raw, site.load.enter());
    if (isBusy) return sendBusy(site, reply, request.body);
  });
}

function postsForm({ method, headers }: FastifyRequest): boolean {
  return method === 'POST' && headers['content-type']?.startsWith(FORM_TYPE) === true;
}

function sendBusy(site: Site, reply: FastifyReply, body: unknown): FastifyReply {
  reply.header('retry-after', RETRY_SECONDS);
  const posted = postedFields(body);
  return sendPage(site, reply, 503, 'busy', langOfBrowser(site, reply), { posted });
}
