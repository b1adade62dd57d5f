import type { PublicStanding } from '../sign.ts';
import type { SocialView } from './page-contexts.ts';
import { PICTURE_SIZE, picturePath } from './share-picture.ts';
import type { Site } from './site.ts';

/**
 * What other sites show of a petition's page (Open Graph). `path` is where it was reached: of a share
 * link its own, because sites that are told of another address would share that one instead.
 */
export function socialView(site: Site, standing: PublicStanding, path: string): SocialView {
  const { petition, lang } = standing;
  const { image, statement } = petition;
  const own = image === undefined;
  return {
    url: `${site.origin()}${path}?lang=${encodeURIComponent(lang)}`,
    image: own ? `${site.origin()}${site.prefix}${picturePath(standing)}` : image.src,
    image_alt: own ? statement : image.alt,
    size: own ? PICTURE_SIZE : undefined,
  };
}
