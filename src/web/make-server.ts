import formBody from '@fastify/formbody';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { believes } from '../trusted-proxy.ts';
import { addBackPressure, RETRY_SECONDS } from './back-pressure.ts';
import { securityHeaders } from './headers.ts';
import { postedFields } from './posted-fields.ts';
import { isTroubleOfLedger } from './readiness.ts';
import type { ServeOptions } from './serve.ts';
import { langOfBrowser, type Site, sendNotFound, sendPage } from './site.ts';
import { PATIENCE, timeouts } from './timeouts.ts';
import { warnOfProxy } from './warn-of-proxy.ts';
import { describeBug, maskPath } from './web-log.ts';

const FORM_LIMIT = 64 * 1024;
const URL_LIMIT = 2048;

type Doors = Pick<ServeOptions, 'publicUrl' | 'trustProxy' | 'patience'>;

/**
 * A server without routes: what it lets in, what it refuses, and what stands in every answer and in
 * the log.
 */
export function makeServer(site: Site, options: Doors): FastifyInstance {
  const { publicUrl, trustProxy = [], patience = PATIENCE } = options;
  const headers = securityHeaders(publicUrl ?? '');
  const server = Fastify({
    bodyLimit: FORM_LIMIT,
    trustProxy: believes(trustProxy),
    ...timeouts(patience),
    // Who comes on a connection that is in use while the server stops is answered; then it is closed.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
    rewriteUrl: ({ url = '/' }) => withoutPrefix(url, site.prefix),
    frameworkErrors: (_, __, reply) => {
      reply.headers(headers);
      sendNotFound(site, reply);
    },
  });
  // Only forms are read: with JSON gone, another site's script cannot post anything that counts.
  server.removeAllContentTypeParsers();
  server.register(formBody);

  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.url.length > URL_LIMIT) {
      return sendPage(site, reply, 414, 'not-found', langOfBrowser(site, reply), {});
    }
  });
  addBackPressure(server, site);
  server.addHook('onSend', async (_, reply) => {
    // A load balancer's connections end here one by one, each after an answer, as long as it can open others.
    if (server.server.listening && site.readiness.isStopping()) reply.header('connection', 'close');
  });
  warnOfProxy(server, site);
  server.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const path = maskPath(routeOptions.url);
    const ms = Math.round(reply.elapsedTime);
    site.log({ level: 'info', what: 'request', method, path, status: reply.statusCode, ms });
  });
  server.setNotFoundHandler((_, reply) => sendNotFound(site, reply));
  server.setErrorHandler((error: FastifyError, { body }, reply) => {
    const status = statusOf(error);
    const ourFault = status >= 500;
    if (ourFault) site.log({ level: 'error', what: describeBug(error) });
    site.readiness.note(error);
    if (status === 503) reply.header('retry-after', RETRY_SECONDS);
    const lang = langOfBrowser(site, reply);
    const posted = ourFault ? postedFields(body) : [];
    return sendPage(site, reply, status, 'error', lang, { our_fault: ourFault, posted });
  });
  return server;
}

/** A database that is away and a disk that is full come back; a bug stays. */
function statusOf(error: FastifyError): number {
  return isTroubleOfLedger(error) ? 503 : (error.statusCode ?? 500);
}

/** Some proxies hand on the path of the public URL and some take it away; both are understood. */
function withoutPrefix(url: string, prefix: string): string {
  return prefix !== '' && url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url;
}
