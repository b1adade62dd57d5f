import type { KeyObject } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { PublicDesk } from '../sign-publicly.ts';
import type { Load } from './back-pressure.ts';
import type { FormOf } from './forms.ts';
import type { HashNetwork } from './hash-network.ts';
import type { Organisation, PageContexts, PageName } from './page-contexts.ts';
import type { Pages } from './pages.ts';
import type { Readiness } from './readiness.ts';
import type { DrawPicture } from './share-picture.ts';
import type { LogLine } from './web-log.ts';

/** What all routes are given. */
export interface Site extends PublicDesk {
  readonly pages: Pages;
  readonly organisation: Organisation;
  readonly formOf: FormOf;
  readonly drawPicture: DrawPicture;
  /** Where supporters reach this server, without the path: such as `https://act.example.org`. */
  readonly origin: () => string;
  /** The path of the public URL, in front of every path in our pages: '' or such as '/act'. */
  readonly prefix: string;
  readonly load: Load;
  readonly readiness: Readiness;
  readonly hashNetwork: HashNetwork;
  readonly webhookKey: KeyObject | undefined;
  readonly log: (line: Omit<LogLine, 'at'>) => void;
}

/** Routes of one kind of link: `/s/:token`, `/u/:token`. */
export interface TokenRoute {
  readonly Params: { readonly token: string };
}

export function sendPage<Name extends PageName>(
  { pages }: Site,
  reply: FastifyReply,
  status: number,
  name: Name,
  lang: string,
  context: PageContexts[Name],
): FastifyReply {
  const html = pages.render(name, lang, context);
  return reply.code(status).type('text/html; charset=utf-8').send(html);
}

/** The language for a visitor who is nobody's recipient: the browser tells. */
export function langOfBrowser({ pages }: Site, { request }: FastifyReply): string {
  return pages.languageFor(request.headers['accept-language']);
}

/** The same for a link that was damaged, forged, or whose campaign is no more. */
export function sendNotFound(site: Site, reply: FastifyReply): FastifyReply {
  return sendPage(site, reply, 404, 'not-found', langOfBrowser(site, reply), {});
}
