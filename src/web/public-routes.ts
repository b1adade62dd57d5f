/**
 * A petition's public page, where whoever has no letter of ours signs, to be confirmed by mail.
 *
 * No CSRF token is needed here either: another site's form could at most make us ask an address
 * whether it wants to sign, as anybody can who types it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { askToConfirm, findPetition, type PublicStanding, readAddress } from '../sign-publicly.ts';
import type { PageContexts } from './page-contexts.ts';
import { petitionView } from './petition-view.ts';
import { createFormReader, type PublicTyped, publiclyTyped } from './public-form.ts';
import { createRateLimit } from './rate-limit.ts';
import { type ToldComplaints, tellComplaints, textIn } from './sign-form.ts';
import { langOfBrowser, type Site, sendNotFound, sendPage } from './site.ts';

interface PublicRoute {
  readonly Params: { readonly slug: string };
}

const PATH = '/p/:slug';
/** From one network: a school, a union hall. Each post may send a mail. */
const LIMITS = { burst: 30, perMinute: 30 };

export function addPublicRoutes(server: FastifyInstance, site: Site): void {
  const readPublicForm = createFormReader(readAddress);
  const waitFor = createRateLimit({ ...LIMITS, now: site.now });

  server.get<PublicRoute>(PATH, async (request, reply) => {
    const standing = await standingFor(site, request);
    if (!standing) return sendNotFound(site, reply);
    // This one page is for everybody, and may be found.
    reply.removeHeader('x-robots-tag');
    return sendPublic(site, reply, 200, standing, { form: NOTHING });
  });

  server.post<PublicRoute>(PATH, async (request, reply) => {
    const wait = waitFor(request.ip);
    if (wait > 0) return sendCrowded(site, reply, wait);
    const standing = await standingFor(site, request);
    if (!standing) return sendNotFound(site, reply);
    const { body } = request;
    const read = readPublicForm(body);
    const form = publiclyTyped(body);
    if ('complaints' in read) {
      const found = tellComplaints(read.complaints, site.pages.wordsIn(standing.lang));
      return sendPublic(site, reply, 422, standing, { form, found });
    }
    const asked = await askToConfirm(site, standing, read.form);
    if (asked.mailed) {
      const lang = encodeURIComponent(standing.lang);
      return reply.redirect(`${pathOf(site, standing)}/asked?lang=${lang}`, 303);
    }
    site.log({ level: 'warn', what: `${UNSENT} ${asked.reason}` });
    return sendPublic(site, reply, 503, standing, { form, unsent: true });
  });

  server.get<PublicRoute>(`${PATH}/asked`, async (request, reply) => {
    const standing = await standingFor(site, request);
    if (!standing) return sendNotFound(site, reply);
    const page = { petition: petitionView(site, standing) };
    return sendPage(site, reply, 200, 'asked', standing.lang, page);
  });
}

const UNSENT = 'Somebody signed publicly and could not be mailed; what she typed is kept.';

const NOTHING: PublicTyped = {
  first_name: '',
  last_name: '',
  email: '',
  postcode: '',
  comment: '',
  consent: false,
};

/** What follows a page is in its language: the form posts it. */
function standingFor(site: Site, { params, query, body, headers }: FastifyRequest<PublicRoute>) {
  const wishes = [textIn(body, 'lang'), textIn(query, 'lang'), headers['accept-language']];
  return findPetition(site, params.slug, ...wishes);
}

function pathOf({ prefix }: Site, { campaign }: PublicStanding): string {
  return `${prefix}/p/${campaign.petition.slug}`;
}

interface Filled {
  readonly form: PublicTyped;
  readonly found?: ToldComplaints;
  readonly unsent?: boolean;
}

function sendPublic(
  site: Site,
  reply: FastifyReply,
  status: number,
  standing: PublicStanding,
  { form, found = {}, unsent = false }: Filled,
): FastifyReply {
  const { first_name, last_name, email, postcode, comment, consent } = found;
  const page: PageContexts['public'] = {
    petition: petitionView(site, standing),
    action: pathOf(site, standing),
    form,
    complaints: Object.entries(found).map(([field, message]) => ({ field, message })),
    errors: { first_name, last_name, email, postcode, comment, consent },
    is_open: site.mailMeans !== undefined,
    unsent: unsent && site.mailMeans !== undefined,
  };
  return sendPage(site, reply, status, 'public', standing.lang, page);
}

function sendCrowded(site: Site, reply: FastifyReply, wait: number): FastifyReply {
  reply.header('retry-after', Math.ceil(wait / 1000));
  return sendPage(site, reply, 429, 'crowded', langOfBrowser(site, reply), {});
}
