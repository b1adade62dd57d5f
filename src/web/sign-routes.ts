/**
 * The sign page and what is posted from it.
 *
 * No CSRF token is needed: there is no cookie or login that another site could make a browser use.
 * The token in the address is the whole authority, and who has it may sign.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { maskAddress } from '../mask-address.ts';
import {
  findVisitor,
  recordClick,
  type Standing,
  sign,
  standingOf,
  type Visitor,
} from '../sign.ts';
import type { PageContexts, PetitionView } from './page-contexts.ts';
import { petitionView } from './petition-view.ts';
import {
  readSignForm,
  type ToldComplaints,
  type Typed,
  tellComplaints,
  typedIn,
} from './sign-form.ts';
import { type Site, sendNotFound, sendPage, type TokenRoute } from './site.ts';
import { visitOf } from './visit.ts';

const PATH = '/s/:token';

export function addSignRoutes(server: FastifyInstance, site: Site): void {
  const pathOf = (token: string) => `${site.prefix}/s/${token}`;
  const visitorOf = (token: string) => findVisitor(site, 'sign', token);

  server.get<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const visitor = await visitorOf(token);
    if (!visitor) return sendNotFound(site, reply);
    await recordClick(site, visitor, visitOf(site, 'sign', request));
    const standing = await standingOf(site, visitor);
    if (standing.hasSigned) return sendThanks(site, reply, standing, true);
    const petition = petitionView(site, standing);
    const page = signPage(visitor, petition, pathOf(token), prefilled(visitor), {});
    return sendPage(site, reply, 200, 'sign', standing.lang, page);
  });

  server.post<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const visitor = await visitorOf(token);
    if (!visitor) return sendNotFound(site, reply);
    const read = readSignForm(request.body);
    if ('complaints' in read) {
      const standing = await standingOf(site, visitor);
      const petition = petitionView(site, standing);
      const told = tellComplaints(read.complaints, site.pages.wordsIn(standing.lang));
      const page = signPage(visitor, petition, pathOf(token), typedIn(request.body), told);
      return sendPage(site, reply, 422, 'sign', standing.lang, page);
    }
    const { isNew } = await sign(site, visitor, read.form);
    return reply.redirect(`${pathOf(token)}/thanks${isNew ? '' : '?again'}`, 303);
  });

  server.get<TokenRoute & { Querystring: { again?: string } }>(
    `${PATH}/thanks`,
    async (request, reply) => {
      const { token } = request.params;
      const visitor = await visitorOf(token);
      if (!visitor) return sendNotFound(site, reply);
      const standing = await standingOf(site, visitor);
      if (!standing.hasSigned) return reply.redirect(pathOf(token), 303);
      const again = request.query.again !== undefined;
      return sendThanks(site, reply, standing, again);
    },
  );
}

/** Names only: whoever was forwarded the letter learns no more than its greeting told. */
function prefilled({ recipient: { fields } }: Visitor): Typed {
  const first_name = fields.first_name ?? '';
  const last_name = fields.last_name ?? '';
  return { first_name, last_name, postcode: '', comment: '', consent: false };
}

function signPage(
  visitor: Visitor,
  petition: PetitionView,
  action: string,
  form: Typed,
  found: ToldComplaints,
): PageContexts['sign'] {
  const { first_name, last_name, postcode, comment, consent } = found;
  return {
    petition,
    email: maskAddress(visitor.recipient.email),
    action,
    form,
    complaints: Object.entries(found).map(([field, message]) => ({ field, message })),
    errors: { first_name, last_name, postcode, comment, consent },
  };
}

function sendThanks(site: Site, reply: FastifyReply, standing: Standing, again: boolean) {
  const page = { petition: petitionView(site, standing), again };
  return sendPage(site, reply, 200, 'thanks', standing.lang, page);
}
