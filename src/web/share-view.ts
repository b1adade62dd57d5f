import type { PublicStanding } from '../sign.ts';
import type { SignatureNumber } from '../terms.ts';
import type { ShareView } from './page-contexts.ts';
import type { Site } from './site.ts';

/** Where a signer can tell others of the petition, with the link that credits her. */
export function shareView(
  { links, pages }: Pick<Site, 'links' | 'pages'>,
  { petition, lang }: PublicStanding,
  signature: SignatureNumber,
): ShareView {
  const words = pages.wordsIn(lang);
  const link = `${links.shareLink(signature)}?lang=${encodeURIComponent(lang)}`;
  const told = words.say('pages.share_told', { statement: petition.statement });
  const text = encodeURIComponent(`${told}\n${link}`);
  const subject = encodeURIComponent(words.say('pages.share_subject'));
  // RFC 6068: lines of a mail end with CR LF.
  const body = encodeURIComponent(`${told}\r\n\r\n${link}\r\n`);
  return {
    link,
    mail: `mailto:?subject=${subject}&body=${body}`,
    whatsapp: `https://wa.me/?text=${text}`,
    bluesky: `https://bsky.app/intent/compose?text=${text}`,
    facebook: `https://www.facebook.com/sharer/sharer.php?u=${encodeURIComponent(link)}`,
  };
}
