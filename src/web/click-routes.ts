/**
 * Tracked links of letters: the visit is recorded, and the visitor sent on to the address that stands
 * in the letter. The token names campaign, recipient and link, and no address, so nobody can make it
 * lead anywhere else.
 */
import type { FastifyInstance } from 'fastify';
import { type ClickTarget, createClickTargets } from '../campaign/click-targets.ts';
import { type Site, sendNotFound, type TokenRoute } from './site.ts';
import { recordClick, visitOf } from './visit.ts';

export function addClickRoutes(server: FastifyInstance, site: Site): void {
  const { ledger, links, prefix } = site;
  const targetsOf = createClickTargets(ledger);
  const addressOf = (target: ClickTarget) =>
    target.kind === 'link' ? target.url : `${prefix}/p/${target.petition}`;

  server.get<TokenRoute>('/c/:token', async (request, reply) => {
    const bearer = links.readClick(request.params.token);
    if (!bearer) return sendNotFound(site, reply);
    const targetOf = await targetsOf(bearer.campaign);
    const recipient = await ledger.recipient(bearer.campaign, bearer.recipient);
    const target = recipient && targetOf?.(recipient, bearer.link);
    if (!target) return sendNotFound(site, reply);
    if (!recipient.isErased) {
      await recordClick(site, { ...bearer, ...(await visitOf(site, target.kind, request)) });
    }
    return reply.redirect(addressOf(target), 302);
  });
}
