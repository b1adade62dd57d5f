import type { FastifyReply } from 'fastify';
import type { PublicStanding } from '../sign.ts';
import type { SignatureNumber } from '../terms.ts';
import type { KnownView } from './page-contexts.ts';
import { petitionView } from './petition-view.ts';
import { shareView } from './share-view.ts';
import { type Site, sendPage } from './site.ts';

interface Signed {
  readonly signature: SignatureNumber | undefined;
  /** She had signed before. */
  readonly again: boolean;
  readonly known?: KnownView | undefined;
}

/** The page after signing: how the petition stands, whom to tell of it, and what to do next. */
export function sendThanks(
  site: Site,
  reply: FastifyReply,
  standing: PublicStanding,
  { signature, again, known }: Signed,
): FastifyReply {
  const isOpen = standing.closedSince === undefined;
  return sendPage(site, reply, 200, 'thanks', standing.lang, {
    petition: petitionView(site, standing),
    again,
    known: isOpen ? known : undefined,
    share: isOpen && signature ? shareView(site, standing, signature) : undefined,
    next: standing.petition.next,
  });
}
