/** The fields that say where an item was published. */
export interface PublicationFields {
  readonly type?: string | undefined;
  readonly 'container-title'?: string | undefined;
  readonly publisher?: string | undefined;
  readonly authority?: string | undefined;
  readonly number?: string | undefined;
  readonly volume?: string | undefined;
  readonly issue?: string | undefined;
  readonly page?: string | undefined;
  readonly section?: string | undefined;
  readonly 'event-title'?: string | undefined;
  readonly event?: string | undefined;
}

const IN_BOOKS = new Set(['chapter', 'paper-conference', 'entry', 'entry-encyclopedia']);
const LAWS = new Set(['bill', 'legislation', 'regulation', 'treaty', 'hearing']);

/** Where an item of CSL-JSON was published, in one line: paper, site, house, court or congress. */
export function publisherOf(item: PublicationFields): string | undefined {
  const { type = '', publisher, authority } = item;
  const container = item['container-title'];
  if (IN_BOOKS.has(type)) return joined(container, publisher);
  if (type === 'legal_case') {
    const reporter = [item.volume, container, item.page].filter(Boolean).join(' ');
    return joined(container ? reporter : undefined, authority ?? publisher);
  }
  if (LAWS.has(type)) return joined(item.number, code(item), authority ?? publisher);
  if (type === 'speech') return item['event-title'] ?? item.event ?? container ?? publisher;
  if (type === 'article-journal') return journal(item) ?? publisher;
  return container ?? publisher ?? authority;
}

/** "42 U.S.C. § 12101", of whatever there is of it. */
function code({ volume, 'container-title': title, section = '' }: PublicationFields) {
  const place = /^\d/.test(section) ? `§ ${section}` : section;
  return [title && volume, title, place].filter(Boolean).join(' ');
}

/** "Harvard Law Review 131(5)". */
function journal({ 'container-title': title, volume, issue }: PublicationFields) {
  if (!title) return undefined;
  return [title, (volume ?? '') + (issue ? `(${issue})` : '')].filter(Boolean).join(' ');
}

/** The pages of an article; in a case's or a law's line they stand already. */
export function pagesOf({ type = '', page }: PublicationFields): string | undefined {
  return type === 'legal_case' || LAWS.has(type)
    ? undefined
    : page?.replace(/(\d)-+(\d)/g, '$1–$2');
}

function joined(...parts: (string | undefined)[]): string | undefined {
  return parts.filter(Boolean).join(', ') || undefined;
}
