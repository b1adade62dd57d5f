/**
 * The unsubscribe link. It works for as long as the ledger exists: whether the campaign goes on, is
 * over or was cancelled, and with every secret that OUTCRY_SECRET still lists.
 *
 * Unsubscribing takes a POST: scanners follow every link of a letter, this one too. The same POST
 * serves the mail programs' own button (RFC 8058). No CSRF token is needed: there is no cookie or
 * login that another site could make a browser use; the token in the address is the whole authority.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ChoiceStanding } from '../ledger/ledger.ts';
import { maskAddress } from '../mask-address.ts';
import { findVisitor, petitionFor, type Visitor } from '../sign.ts';
import { directionOf } from '../words/direction.ts';
import { describeChoice, readChoice } from './mail-choice.ts';
import type { PageContexts } from './page-contexts.ts';
import { type Site, sendNotFound, sendPage, type TokenRoute } from './site.ts';
import { recordVisit } from './visit.ts';

const PATH = '/u/:token';
/** Far more than anybody needs: what is larger than this is answered with 413, and unsubscribes nobody. */
const BODY_LIMIT = 1024 * 1024;

export function addUnsubscribeRoutes(server: FastifyInstance, site: Site): void {
  server.register(async (scope) => {
    takeAnyBody(scope);
    const visitorOf = (token: string) => findVisitor(site, 'unsubscribe', token);
    const pageFor = (visitor: Visitor, token: string, standing: ChoiceStanding) =>
      choicePage(visitor, `${site.prefix}/u/${token}`, standing);

    scope.get<TokenRoute>(PATH, async (request, reply) => {
      const { token } = request.params;
      const visitor = await visitorOf(token);
      if (!visitor) return sendNotFound(site, reply);
      await recordVisit(site, visitor, 'unsubscribe', request);
      const { campaign, recipient } = visitor;
      const standing = await site.ledger.choiceOf(recipient.email, campaign.petition.slug);
      const name = standing.choice === 'all' ? 'unsubscribe' : 'unsubscribed';
      return sendPage(site, reply, 200, name, recipient.lang, pageFor(visitor, token, standing));
    });

    scope.post<TokenRoute>(PATH, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const { token } = request.params;
      const visitor = await visitorOf(token);
      const posted = readChoice(request.body);
      if (!visitor) {
        // A link of ours, whose recipient was erased: nobody mails her.
        const isDone = posted.isOneClick && site.links.read('unsubscribe', token) !== undefined;
        return isDone ? sendShortAnswer(reply) : sendNotFound(site, reply);
      }
      const { campaign, recipient } = visitor;
      const standing = await site.ledger.choose({
        email: recipient.email,
        choice: posted.choice,
        petition: campaign.petition.slug,
        campaign: campaign.number,
        detail: describeChoice(posted),
      });
      if (posted.isOneClick) return sendShortAnswer(reply);
      const page = pageFor(visitor, token, standing);
      return sendPage(site, reply, 200, 'unsubscribed', recipient.lang, page);
    });
  });
}

/**
 * RFC 8058 prefers multipart/form-data, and mail programs send whatever they like: other types, none,
 * or what is no type at all. The body is taken as text; its type says nothing that is needed.
 */
function takeAnyBody(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'string' }, async (_: unknown, body: string) => body);
  scope.addHook('onRequest', async ({ headers }) => {
    headers['content-type'] = 'text/plain';
  });
}

function sendShortAnswer(reply: FastifyReply): FastifyReply {
  return reply.type('text/plain').send('Unsubscribed.\n');
}

function choicePage(
  visitor: Visitor,
  action: string,
  { choice, isHeld }: ChoiceStanding,
): PageContexts['unsubscribed'] {
  const { petition, lang } = petitionFor(visitor);
  return {
    email: maskAddress(visitor.recipient.email),
    action,
    about: { statement: petition.statement, lang, dir: directionOf(lang) },
    is: {
      all: choice === 'all',
      monthly: choice === 'monthly',
      petition: choice === 'petition',
      none: choice === 'none',
    },
    is_held: isHeld,
  };
}
