/**
 * The link in the mail to a public signer. Scanners follow every link, so its page has a button, and
 * only that counts her signature.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  type Confirmer,
  confirm,
  DAYS_TO_CONFIRM,
  type Expired,
  findConfirmer,
} from '../sign-publicly.ts';
import { sendClosed } from './closed-page.ts';
import { countryName } from './countries.ts';
import { formView } from './form-view.ts';
import { petitionView } from './petition-view.ts';
import { textIn } from './sign-form.ts';
import { langOfBrowser, type Site, sendNotFound, sendPage, type TokenRoute } from './site.ts';
import { sendThanks } from './thanks-page.ts';

const PATH = '/y/:token';

type ThanksRoute = TokenRoute & { readonly Querystring: { readonly again?: unknown } };

export function addConfirmRoutes(server: FastifyInstance, site: Site): void {
  const pathOf = (token: string) => `${site.prefix}/y/${token}`;

  server.get<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const confirmer = await findConfirmer(site, token);
    if (!isFound(confirmer)) return sendGone(site, reply, confirmer);
    const { hasSigned, standing } = confirmer;
    if (hasSigned) return sendThanks(site, reply, standing, { ...confirmer, again: true });
    if (standing.closedSince !== undefined) return sendClosed(site, reply, 200, standing);
    return sendConfirm(site, reply, 200, confirmer, pathOf(token));
  });

  server.post<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const confirmer = await findConfirmer(site, token);
    if (!isFound(confirmer)) return sendGone(site, reply, confirmer);
    const { hasSigned, standing } = confirmer;
    const isClosed = standing.closedSince !== undefined;
    if (isClosed && !hasSigned) return sendClosed(site, reply, 410, standing);
    const of = textIn(request.body, 'of');
    const confirmed = await confirm(site, confirmer, of ? Number(of) : undefined);
    if (!confirmed) return sendConfirm(site, reply, 409, confirmer, pathOf(token));
    return reply.redirect(`${pathOf(token)}/thanks${confirmed.isNew ? '' : '?again'}`, 303);
  });

  server.get<ThanksRoute>(`${PATH}/thanks`, async (request, reply) => {
    const { token } = request.params;
    const confirmer = await findConfirmer(site, token);
    if (!isFound(confirmer)) return sendGone(site, reply, confirmer);
    const { hasSigned, standing, signature } = confirmer;
    if (!hasSigned) return reply.redirect(pathOf(token), 303);
    const again = request.query.again !== undefined;
    return sendThanks(site, reply, standing, { signature, again });
  });
}

function isFound(confirmer: Confirmer | Expired | undefined): confirmer is Confirmer {
  return confirmer !== undefined && confirmer !== 'expired';
}

function sendGone(site: Site, reply: FastifyReply, confirmer: Expired | undefined): FastifyReply {
  if (confirmer === undefined) return sendNotFound(site, reply);
  const page = { days: DAYS_TO_CONFIRM };
  return sendPage(site, reply, 410, 'expired', langOfBrowser(site, reply), page);
}

function sendConfirm(
  site: Site,
  reply: FastifyReply,
  status: 200 | 409,
  { pending, standing }: Confirmer,
  path: string,
): FastifyReply {
  const { petition, lang } = standing;
  const { firstName, lastName, postcode, country, comment, typedAt } = pending;
  const given = [...(pending.consent ? ['news'] : []), ...(pending.consents ?? [])];
  const words = site.pages.wordsIn(lang);
  const { asked } = site.formOf(petition, { isKnown: false });
  const agreed = asked.consents.filter(({ name }) => given.includes(name));
  const { consents } = formView({ fields: [], consents: agreed }, words, { typed: {} });
  return sendPage(site, reply, status, 'confirm', lang, {
    petition: petitionView(site, standing),
    action: path,
    of: typedAt,
    signer: {
      name: `${firstName} ${lastName}`.trim(),
      postcode,
      country: country && countryName(country, words.lang),
      comment,
      consents: consents.map(({ text }) => text),
    },
    changed: status === 409,
  });
}
