/**
 * The letter in the browser. Its address is handed on with a forwarded letter, so the page shows the
 * recipient's copy but lends nobody her name: its sign link leads to the petition's public page,
 * which asks who you are, and from here nobody can be unsubscribed.
 */
import type { FastifyInstance } from 'fastify';
import { viewedCopy } from '../campaign/viewed-copy.ts';
import { maskAddress } from '../mask-address.ts';
import { findVisitor, petitionFor } from '../sign.ts';
import { type Site, sendNotFound, sendPage, type TokenRoute } from './site.ts';
import { recordVisit } from './visit.ts';

const PATH = '/v/:token';

/**
 * A letter brings its styles with it, and images from anywhere. No script runs in it, and it is no
 * part of our site: what it holds cannot reach our other pages.
 */
export const LETTER_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; form-action 'none'; " +
  "frame-ancestors 'none'; base-uri 'none'; sandbox allow-popups allow-popups-to-escape-sandbox";

export function addViewRoutes(server: FastifyInstance, site: Site): void {
  server.get<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const visitor = await findVisitor(site, 'view', token);
    if (!visitor) return sendNotFound(site, reply);
    await recordVisit(site, visitor, 'view', request);
    const { petition, lang } = petitionFor(visitor);
    const view_link = `${site.prefix}/v/${token}`;
    const { html } = viewedCopy(visitor.campaign, visitor.recipient, {
      sign_link: `${site.prefix}/p/${petition.slug}?lang=${lang}`,
      unsubscribe_link: `${view_link}/unsubscribe`,
      view_link,
    });
    return reply
      .header('content-security-policy', LETTER_POLICY)
      .type('text/html; charset=utf-8')
      .send(html);
  });

  server.get<TokenRoute>(`${PATH}/unsubscribe`, async (request, reply) => {
    const visitor = await findVisitor(site, 'view', request.params.token);
    if (!visitor) return sendNotFound(site, reply);
    const { email, lang } = visitor.recipient;
    return sendPage(site, reply, 200, 'not-yours', lang, { email: maskAddress(email) });
  });
}
