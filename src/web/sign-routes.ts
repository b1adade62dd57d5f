/**
 * The sign page and what is posted from it.
 *
 * No CSRF token is needed: there is no cookie or login that another site could make a browser use.
 * The token in the address is the whole authority, and who has it may sign.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { maskAddress } from '../mask-address.ts';
import {
  closingOf,
  findVisitor,
  petitionFor,
  type Standing,
  sign,
  standingOf,
  type Visitor,
} from '../sign.ts';
import { sendClosed } from './closed-page.ts';
import { complaintViews, formView } from './form-view.ts';
import type { KnownView } from './page-contexts.ts';
import { petitionView } from './petition-view.ts';
import {
  fieldsOf,
  type ToldComplaints,
  type Typed,
  tellComplaints,
  textIn,
  typedIn,
} from './sign-form.ts';
import { type Site, sendNotFound, sendPage, type TokenRoute } from './site.ts';
import { sendThanks } from './thanks-page.ts';
import { recordVisit } from './visit.ts';

const PATH = '/s/:token';

export function addSignRoutes(server: FastifyInstance, site: Site): void {
  const pathOf = (token: string) => `${site.prefix}/s/${token}`;
  const visitorOf = (token: string) => findVisitor(site, 'sign', token);

  server.get<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const visitor = await visitorOf(token);
    if (!visitor) return sendNotFound(site, reply);
    await recordVisit(site, visitor, 'sign', request);
    const standing = await standingOf(site, visitor);
    const { signature, closedSince } = standing;
    const known = knownView(site, visitor, standing);
    if (signature) return sendThanks(site, reply, standing, { signature, again: true, known });
    if (closedSince !== undefined) return sendClosed(site, reply, 200, standing);
    const typed = { first_name: known.first_name };
    return sendSign(site, reply, 200, visitor, standing, { action: pathOf(token), typed });
  });

  server.post<TokenRoute>(PATH, async (request, reply) => {
    const { token } = request.params;
    const visitor = await visitorOf(token);
    if (!visitor) return sendNotFound(site, reply);
    const { petition } = petitionFor(visitor);
    if ((await closingOf(site, petition)) !== undefined) {
      return sendClosed(site, reply, 410, await standingOf(site, visitor));
    }
    const { asked, read } = site.formOf(petition, { isKnown: true });
    const result = read(completed(request.body, visitor));
    if ('complaints' in result) {
      const standing = await standingOf(site, visitor);
      const found = tellComplaints(result.complaints, site.pages.wordsIn(standing.lang));
      const typed = typedIn(request.body, asked);
      return sendSign(site, reply, 422, visitor, standing, { action: pathOf(token), typed, found });
    }
    const { isNew } = await sign(site, visitor, result.form, await site.hashNetwork(request.ip));
    return reply.redirect(`${pathOf(token)}/thanks${isNew ? '' : '?again'}`, 303);
  });

  server.get<TokenRoute & { Querystring: { again?: string } }>(
    `${PATH}/thanks`,
    async (request, reply) => {
      const { token } = request.params;
      const visitor = await visitorOf(token);
      if (!visitor) return sendNotFound(site, reply);
      const standing = await standingOf(site, visitor);
      const { signature } = standing;
      if (!signature) return reply.redirect(pathOf(token), 303);
      const again = request.query.again !== undefined;
      const known = again ? knownView(site, visitor, standing) : undefined;
      return sendThanks(site, reply, standing, { signature, again, known });
    },
  );
}

/** First name only, and a masked address: whoever was forwarded the letter learns no more. */
function knownView(
  { prefix }: Site,
  { recipient: { fields, email } }: Visitor,
  { petition, lang }: Standing,
): KnownView {
  return {
    first_name: fields.first_name ?? '',
    email: maskAddress(email),
    not_you: `${prefix}/p/${petition.slug}?lang=${encodeURIComponent(lang)}`,
  };
}

/**
 * The page does not show her last name, so she need not write it: it is taken from the list. Not
 * under another first name, so that nobody else is given it.
 */
function completed(body: unknown, { recipient: { fields } }: Visitor): unknown {
  const { first_name = '', last_name = '' } = fields;
  const typed = textIn(body, 'first_name').trim();
  const isAnother = typed !== '' && !sameName(typed, first_name);
  if (isAnother || textIn(body, 'last_name').trim() !== '') return body;
  return { ...fieldsOf(body), last_name };
}

function sameName(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFC').trim().toLowerCase();
  return plain(one) === plain(other);
}

interface Filled {
  readonly action: string;
  readonly typed: Typed;
  readonly found?: ToldComplaints;
}

function sendSign(
  site: Site,
  reply: FastifyReply,
  status: 200 | 422,
  visitor: Visitor,
  standing: Standing,
  { action, typed, found = {} }: Filled,
): FastifyReply {
  const { asked } = site.formOf(standing.petition, { isKnown: true });
  const isKept = Boolean(visitor.recipient.fields.last_name) && !found.last_name;
  const kept = isKept ? (['last_name'] as const) : [];
  return sendPage(site, reply, status, 'sign', standing.lang, {
    petition: petitionView(site, standing),
    known: knownView(site, visitor, standing),
    action,
    form: formView(asked, site.pages.wordsIn(standing.lang), { typed, found, kept }),
    complaints: complaintViews(asked, found),
  });
}
