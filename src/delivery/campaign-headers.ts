interface Unsubscribe {
  /** The recipient's own address of the page that unsubscribes; its POST does so in one click. */
  readonly unsubscribeLink: string;
  /** An address that takes unsubscribe mails, if there is one. */
  readonly mailto?: string | undefined;
}

/** The headers by which mail programs offer to unsubscribe: RFC 2369 and one-click RFC 8058. */
export function unsubscribeHeaders({
  unsubscribeLink,
  mailto,
}: Unsubscribe): Record<string, string> {
  const ways = [unsubscribeLink, ...(mailto ? [`mailto:${mailto}`] : [])];
  return {
    'List-Unsubscribe': ways.map((way) => `<${escapeLink(way)}>`).join(', '),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/** The headers that say which campaign a letter belongs to (RFC 2919), and that it is no personal mail. */
export function campaignHeaders(list: { campaign: string; host: string }): Record<string, string> {
  const label = toLabel(list.campaign) || 'campaign';
  const namespace = list.host
    .replace(/:\d+$/, '')
    .split('.')
    .map(toLabel)
    .filter(Boolean)
    .join('.');
  return { 'List-Id': `<${label}.${namespace || 'localhost'}>`, Precedence: 'bulk' };
}

/** What would end the link or begin a next one. */
function escapeLink(link: string): string {
  return link.replace(/[<>,\s]/g, encodeURIComponent);
}

/** Letters, digits and hyphens: what may stand between the dots of a List-Id. */
function toLabel(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63);
}
