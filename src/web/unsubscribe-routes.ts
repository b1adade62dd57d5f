import type { FastifyInstance } from 'fastify';
import { maskAddress } from '../mask-address.ts';
import { findVisitor, recordClick } from '../sign.ts';
import { type Site, sendNotFound, sendPage, type TokenRoute } from './site.ts';
import { visitOf } from './visit.ts';

const PATH = '/u/:token';

/**
 * Unsubscribing takes a POST: scanners follow every link of a letter, the unsubscribe link too. The
 * same POST serves the mail programs' own button (RFC 8058), whatever form its body has.
 */
export function addUnsubscribeRoutes(server: FastifyInstance, site: Site): void {
  server.register(async (scope) => {
    // RFC 8058 prefers multipart/form-data; nothing in the body is needed but that one line.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string' },
      async (_: unknown, body: string) => body,
    );

    scope.get<TokenRoute>(PATH, async (request, reply) => {
      const { token } = request.params;
      const visitor = await findVisitor(site, 'unsubscribe', token);
      if (!visitor) return sendNotFound(site, reply);
      await recordClick(site, visitor, visitOf('unsubscribe', request));
      const { recipient } = visitor;
      const page = { email: maskAddress(recipient.email), action: `${site.prefix}/u/${token}` };
      return sendPage(site, reply, 200, 'unsubscribe', recipient.lang, page);
    });

    scope.post<TokenRoute>(PATH, async (request, reply) => {
      const visitor = await findVisitor(site, 'unsubscribe', request.params.token);
      if (!visitor) return sendNotFound(site, reply);
      const { campaign, recipient } = visitor;
      const isButton = isOneClick(request.body);
      const how = isButton ? "by her mail program's button" : 'on the unsubscribe page';
      await site.ledger.suppress(recipient.email, 'unsubscribed', campaign.number, how);
      if (isButton) return reply.type('text/plain').send('Unsubscribed.\n');
      const email = maskAddress(recipient.email);
      return sendPage(site, reply, 200, 'unsubscribed', recipient.lang, { email });
    });
  });
}

/** `List-Unsubscribe=One-Click`, or the same as a part of multipart/form-data. */
function isOneClick(body: unknown): boolean {
  return typeof body === 'string' && /List-Unsubscribe\b[\s\S]*\bOne-Click\b/i.test(body);
}
