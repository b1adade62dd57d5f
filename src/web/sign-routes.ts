/**
 * The sign page and what is posted from it.
 *
 * No CSRF token is needed: there is no cookie or login that another site could make a browser use.
 * The token in the address is the whole authority, and who has it may sign.
 */
import type { FastifyInstance } from 'fastify';
import { maskAddress } from '../mask-address.ts';
import { directionOf, wordsFor } from '../message/words.ts';
import {
  findVisitor,
  recordClick,
  type Standing,
  sign,
  standingOf,
  type Visitor,
} from '../sign.ts';
import type { PageContexts, PetitionView } from './page-contexts.ts';
import { type Complaints, readSignForm, type Typed, typedIn } from './sign-form.ts';
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
    await recordClick(site, visitor, visitOf('sign', request));
    const standing = await standingOf(site, visitor);
    if (standing.hasSigned) return sendPage(site, reply, 200, 'thanks', thanks(standing, true));
    const page = signPage(visitor, standing, pathOf(token), prefilled(visitor), {});
    return sendPage(site, reply, 200, 'sign', page);
  });

  server.post<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const visitor = await visitorOf(token);
    if (!visitor) return sendNotFound(site, reply);
    const read = readSignForm(request.body);
    if ('complaints' in read) {
      const standing = await standingOf(site, visitor);
      const typed = typedIn(request.body);
      const page = signPage(visitor, standing, pathOf(token), typed, read.complaints);
      return sendPage(site, reply, 422, 'sign', page);
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
      return sendPage(site, reply, 200, 'thanks', thanks(standing, again));
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
  standing: Standing,
  action: string,
  form: Typed,
  found: Complaints,
): PageContexts['sign'] {
  const { first_name, last_name, postcode, comment, consent } = found;
  return {
    petition: petitionView(standing),
    email: maskAddress(visitor.recipient.email),
    action,
    form,
    complaints: Object.entries(found).map(([field, message]) => ({ field, message })),
    errors: { first_name, last_name, postcode, comment, consent },
  };
}

function thanks(standing: Standing, again: boolean): PageContexts['thanks'] {
  return { petition: petitionView(standing), again };
}

function petitionView({ petition, lang, signatures }: Standing): PetitionView {
  const { target, statement, goal } = petition;
  const progress = Math.min(signatures, goal);
  return {
    target,
    tell: petition.tell ?? wordsFor(lang).tell(target),
    statement,
    lang,
    dir: directionOf(lang),
    signatures,
    goal,
    goal_reached: signatures >= goal,
    progress,
    percent: Math.floor((progress / goal) * 100),
  };
}
