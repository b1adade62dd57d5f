import { createHash } from 'node:crypto';

/**
 * MJML's carousel and navbar find their parts by random ids. The same ids in every build, made of
 * the html itself and the order in which they stand in it, do as well.
 */
export function stableIds(html: string): string {
  return withIds(html).replace(THUMBNAIL, '$1#$4-radio-$2$3$4');
}

/** A carousel's thumbnails lead to #1, #2 …, places that there are not; now to their pictures. */
const THUMBNAIL =
  /(<a\b[^>]* href=")#(\d+)("[^>]* class="mj-carousel-thumbnail )(mj-carousel-[0-9a-f]{16})(?=-thumbnail )/g;

function withIds(html: string): string {
  const random = [
    ...new Set([...html.matchAll(RANDOM)].map((match) => match[1] ?? match[2] ?? '')),
  ];
  if (random.length === 0) return html;
  const every = new RegExp(random.join('|'), 'g');
  const content = html.replace(every, (id) => String(random.indexOf(id)));
  const stable = new Map(random.map((id, order) => [id, idOf(content, order)]));
  return html.replace(every, (id) => stable.get(id) ?? id);
}

/** mjml-carousel and mjml-navbar, `genRandomHexString(16)`. */
const RANDOM =
  /mj-carousel-([0-9a-f]{16})-|<input type="checkbox" id="([0-9a-f]{16})" class="mj-menu-checkbox"/g;

function idOf(content: string, order: number): string {
  return createHash('sha256').update(`${order} ${content}`).digest('hex').slice(0, 16);
}
