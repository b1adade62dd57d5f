import type { FastifyReply } from 'fastify';
import type { PublicStanding } from '../sign.ts';
import type { SocialView } from './page-contexts.ts';
import { petitionView } from './petition-view.ts';
import { type Site, sendPage } from './site.ts';

/** What stands in the place of the form once a petition cannot be signed any more. */
export function sendClosed(
  site: Site,
  reply: FastifyReply,
  status: 200 | 410,
  standing: PublicStanding,
  social?: SocialView,
): FastifyReply {
  const { lang, closedSince = site.now() } = standing;
  const { lang: wordsLang } = site.pages.wordsIn(lang);
  const date = new Intl.DateTimeFormat(wordsLang, {
    dateStyle: 'long',
    timeZone: site.timezone,
  }).format(closedSince);
  const petition = petitionView(site, standing);
  return sendPage(site, reply, status, 'closed', lang, { petition, date, social });
}
