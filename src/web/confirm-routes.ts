/**
 * The link in the mail to a public signer. Scanners follow every link, so its page has a button, and
 * only that counts her signature.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Confirmer, confirm, findConfirmer } from '../sign-publicly.ts';
import { petitionView } from './petition-view.ts';
import { textIn } from './sign-form.ts';
import { type Site, sendNotFound, sendPage, type TokenRoute } from './site.ts';

const PATH = '/y/:token';

type ThanksRoute = TokenRoute & { readonly Querystring: { readonly again?: unknown } };

export function addConfirmRoutes(server: FastifyInstance, site: Site): void {
  const pathOf = (token: string) => `${site.prefix}/y/${token}`;

  server.get<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const confirmer = await findConfirmer(site, token);
    if (!confirmer) return sendNotFound(site, reply);
    if (confirmer.hasSigned) return sendThanks(site, reply, confirmer, true);
    return sendConfirm(site, reply, 200, confirmer, pathOf(token));
  });

  server.post<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const confirmer = await findConfirmer(site, token);
    if (!confirmer) return sendNotFound(site, reply);
    const of = textIn(request.body, 'of');
    const confirmed = await confirm(site, confirmer, of ? Number(of) : undefined);
    if (!confirmed) return sendConfirm(site, reply, 409, confirmer, pathOf(token));
    return reply.redirect(`${pathOf(token)}/thanks${confirmed.isNew ? '' : '?again'}`, 303);
  });

  server.get<ThanksRoute>(`${PATH}/thanks`, async (request, reply) => {
    const { token } = request.params;
    const confirmer = await findConfirmer(site, token);
    if (!confirmer) return sendNotFound(site, reply);
    if (!confirmer.hasSigned) return reply.redirect(pathOf(token), 303);
    return sendThanks(site, reply, confirmer, request.query.again !== undefined);
  });
}

function sendConfirm(
  site: Site,
  reply: FastifyReply,
  status: 200 | 409,
  { pending, standing }: Confirmer,
  path: string,
): FastifyReply {
  const { firstName, lastName, postcode, comment, consent, typedAt } = pending;
  return sendPage(site, reply, status, 'confirm', standing.lang, {
    petition: petitionView(site, standing),
    action: path,
    of: typedAt,
    signer: { name: `${firstName} ${lastName}`.trim(), postcode, comment, consent },
    changed: status === 409,
  });
}

function sendThanks(
  site: Site,
  reply: FastifyReply,
  { standing }: Confirmer,
  again: boolean,
): FastifyReply {
  const page = { petition: petitionView(site, standing), again };
  return sendPage(site, reply, 200, 'thanks', standing.lang, page);
}
