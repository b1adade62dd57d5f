import type { Source } from './source.ts';

/** Whether two sources are one article: by their address, or by title, publisher and date. */
export function sameArticle(one: Source, other: Source): boolean {
  if (one.url && other.url && plainUrl(one.url) === plainUrl(other.url)) return true;
  const isTelling = one.publisher !== undefined || one.date !== undefined;
  return isTelling && description(one) === description(other);
}

function description({ title, publisher = '', date = '' }: Source): string {
  const words = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  return [title, publisher, date].map(words).join('\n');
}

/** What counts of an address: no scheme, www., last slash, anchor, or mark of a campaign. */
function plainUrl(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  for (const name of [...searchParams.keys()]) {
    if (/^(utm_.*|fbclid|gclid|mc_[ce]id)$/i.test(name)) searchParams.delete(name);
  }
  searchParams.sort();
  const query = searchParams.size > 0 ? `?${searchParams}` : '';
  return host.replace(/^www\./, '') + pathname.replace(/\/+$/, '') + query;
}
