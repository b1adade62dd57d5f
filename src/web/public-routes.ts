/**
 * A petition's public page, where whoever has no letter of ours signs, to be confirmed by mail. It is
 * reached by its slug, or by a signer's share link, which credits her with those who sign through it.
 *
 * No CSRF token is needed here either: another site's form could at most make us ask an address
 * whether it wants to sign, as anybody can who types it.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  askToConfirm,
  findPetition,
  findShared,
  type OpenPetition,
  type PublicForm,
} from '../sign-publicly.ts';
import { judgePost, newStamp } from './bot-trap.ts';
import { sendClosed } from './closed-page.ts';
import { complaintViews, formView } from './form-view.ts';
import { petitionView } from './petition-view.ts';
import { postedFields } from './posted-fields.ts';
import { createRateLimit } from './rate-limit.ts';
import {
  type SignForm,
  type ToldComplaints,
  type Typed,
  tellComplaints,
  textIn,
  typedIn,
} from './sign-form.ts';
import { langOfBrowser, type Site, sendNotFound, sendPage } from './site.ts';
import { socialView } from './social-view.ts';

interface PublicRoute {
  readonly Params: { readonly slug?: string; readonly token?: string };
}

const PATHS = ['/p/:slug', '/r/:token'];
/** From one network: a school, a union hall. Each post may send a mail. */
const LIMITS = { burst: 30, perMinute: 30 };
/** Each may have 1,000 letters, and a page is to stay small. */
const SHOWN_COMMENTS = 3;
const PICTURE_AGE = 'public, max-age=86400';

export function addPublicRoutes(server: FastifyInstance, site: Site): void {
  const waitFor = createRateLimit({ ...LIMITS, now: site.now });
  for (const path of PATHS) addPage(server, site, path, waitFor);

  server.get<PublicRoute>('/p/:slug/asked', async (request, reply) => {
    const standing = await standingFor(site, request);
    if (!standing) return sendNotFound(site, reply);
    const page = { petition: petitionView(site, standing) };
    return sendPage(site, reply, 200, 'asked', standing.lang, page);
  });

  server.get<PublicRoute>('/p/:slug/picture.png', async (request, reply) => {
    const standing = await standingFor(site, request);
    if (!standing) return sendNotFound(site, reply);
    const { tell, statement, lang } = petitionView(site, standing);
    const { name: organisation } = site.organisation;
    const png = await site.drawPicture({ tell, statement, lang, organisation });
    // Other sites show it, which everything else here is not for.
    reply.header('cross-origin-resource-policy', 'cross-origin');
    return reply.header('cache-control', PICTURE_AGE).type('image/png').send(png);
  });
}

function addPage(
  server: FastifyInstance,
  site: Site,
  path: string,
  waitFor: ReturnType<typeof createRateLimit>,
): void {
  server.get<PublicRoute>(path, async (request, reply) => {
    const standing = await standingFor(site, request);
    if (!standing) return sendNotFound(site, reply);
    // This one page is for everybody, and may be found; a share link is one person's.
    if (request.params.slug !== undefined) reply.removeHeader('x-robots-tag');
    const opened = newStamp(site, standing.petition.slug);
    return sendPublic(site, reply, 200, standing, { typed: {}, opened }, pathOf(site, request));
  });

  server.post<PublicRoute>(path, async (request, reply) => {
    const wait = waitFor(request.ip);
    if (wait > 0) return sendCrowded(site, reply, wait, request.body);
    const standing = await standingFor(site, request);
    if (!standing) return sendNotFound(site, reply);
    if (standing.closedSince !== undefined) return sendClosed(site, reply, 410, standing);
    const { asked, read } = site.formOf(standing.petition, { isKnown: false });
    const result = read(request.body);
    const { who, opened } = judgePost(site, standing.petition.slug, request.body);
    const filled = { typed: typedIn(request.body, asked), opened };
    const here = pathOf(site, request);
    if ('complaints' in result) {
      const found = tellComplaints(result.complaints, site.pages.wordsIn(standing.lang));
      return sendPublic(site, reply, 422, standing, { ...filled, found }, here);
    }
    if (who === 'machine') {
      site.log({ level: 'info', what: MACHINE });
      return sendAsked(site, reply, standing);
    }
    if (who === 'unsure') {
      return sendPublic(site, reply, 422, standing, { ...filled, unsure: true }, here);
    }
    const sent = await askToConfirm(
      site,
      standing,
      publicForm(result.form, await site.hashNetwork(request.ip)),
    );
    if (sent.mailed) return sendAsked(site, reply, standing);
    site.log({ level: 'warn', what: `${UNSENT} ${sent.reason}` });
    return sendPublic(site, reply, 503, standing, { ...filled, unsent: true }, here);
  });
}

const MACHINE =
  'A public form came with the field filled in that people do not see; nothing was kept.';
const UNSENT = 'Somebody signed publicly and could not be mailed; what she typed is kept.';

/** What follows a page is in its language: the form posts it. */
function standingFor(site: Site, { params, query, body, headers }: FastifyRequest<PublicRoute>) {
  const wishes = [textIn(body, 'lang'), textIn(query, 'lang'), headers['accept-language']];
  const { slug, token = '' } = params;
  return slug === undefined
    ? findShared(site, token, ...wishes)
    : findPetition(site, slug, ...wishes);
}

function pathOf({ prefix }: Site, { params }: FastifyRequest<PublicRoute>): string {
  const { slug, token } = params;
  return slug === undefined ? `${prefix}/r/${token}` : `${prefix}/p/${slug}`;
}

/** The schema of a form that asks for the address takes none without. */
function publicForm(form: SignForm, network: string): PublicForm {
  const { email } = form;
  if (email === undefined) throw new TypeError('the form has no address');
  return { ...form, email, network };
}

function sendAsked({ prefix }: Site, reply: FastifyReply, { campaign, lang }: OpenPetition) {
  const { slug } = campaign.petition;
  return reply.redirect(`${prefix}/p/${slug}/asked?lang=${encodeURIComponent(lang)}`, 303);
}

interface Filled {
  readonly typed: Typed;
  readonly opened: string;
  readonly found?: ToldComplaints;
  readonly unsent?: boolean;
  readonly unsure?: boolean;
}

async function sendPublic(
  site: Site,
  reply: FastifyReply,
  status: number,
  standing: OpenPetition,
  { typed, opened, found = {}, unsent = false, unsure = false }: Filled,
  path: string,
): Promise<FastifyReply> {
  const { petition, lang, closedSince } = standing;
  const social = socialView(site, standing, path);
  if (closedSince !== undefined) return sendClosed(site, reply, 200, standing, social);
  const { asked } = site.formOf(petition, { isKnown: false });
  const comments = await site.ledger.shownComments(petition.slug, SHOWN_COMMENTS);
  return sendPage(site, reply, status, 'public', lang, {
    petition: petitionView(site, standing),
    action: path,
    form: formView(asked, site.pages.wordsIn(lang), { typed, found }),
    complaints: complaintViews(asked, found),
    is_open: site.mailMeans !== undefined,
    opened,
    unsent: unsent && site.mailMeans !== undefined,
    unsure,
    comments: comments.map(({ firstName, comment }) => ({ first_name: firstName, comment })),
    social,
  });
}

function sendCrowded(site: Site, reply: FastifyReply, wait: number, body: unknown): FastifyReply {
  reply.header('retry-after', Math.ceil(wait / 1000));
  return sendPage(site, reply, 429, 'crowded', langOfBrowser(site, reply), {
    posted: postedFields(body),
  });
}
