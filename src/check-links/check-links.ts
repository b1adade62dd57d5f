import type { Place, Problem } from '../problem.ts';
import { askLink, type LinkState } from './ask-link.ts';
import { isPublicAddress } from './public-address.ts';
import type { RequestOptions } from './request-page.ts';

/** An address on the web, and wherever the letter has it. */
interface PlacedLink {
  readonly url: string;
  readonly places: readonly Place[];
}

interface Options extends Partial<RequestOptions> {
  /** Sites that are asked at once; each of them gets one question at a time. */
  readonly atOnce?: number;
}

const TIMEOUT = 15_000;
const SITES_AT_ONCE = 8;

/**
 * Asks every address whether it still leads somewhere. Problems come in the order of the links; what
 * was not asked when the signal came has none.
 */
export async function checkLinks(
  links: readonly PlacedLink[],
  { isAllowed = isPublicAddress, timeout = TIMEOUT, atOnce = SITES_AT_ONCE, signal }: Options = {},
): Promise<Problem[]> {
  const byUrl = merged(links);
  const states = new Map<string, LinkState>();
  const sites = bySite(byUrl.keys());
  const lane = async (): Promise<void> => {
    for (let urls = sites.shift(); urls; urls = sites.shift()) {
      for (const url of urls) {
        if (signal?.aborted) return;
        states.set(url, await askLink(url, { isAllowed, timeout, signal }));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const asked = [...byUrl].map(([url, places]) => ({ url, places, state: states.get(url) }));
  return [...asked.flatMap(problemsOf), ...untold(asked)];
}

interface Asked extends PlacedLink {
  readonly state: LinkState | undefined;
}

/** Every address once, without the part that no server is told, and with all its places. */
function merged(links: readonly PlacedLink[]): Map<string, readonly Place[]> {
  const byUrl = new Map<string, readonly Place[]>();
  for (const { url, places } of links) {
    const page = new URL(url);
    page.hash = '';
    byUrl.set(page.href, [...(byUrl.get(page.href) ?? []), ...places]);
  }
  return byUrl;
}

function bySite(urls: Iterable<string>): string[][] {
  const sites = new Map<string, string[]>();
  for (const url of urls) {
    const { host } = new URL(url);
    sites.set(host, [...(sites.get(host) ?? []), url]);
  }
  return [...sites.values()];
}

function problemsOf({ url, places, state }: Asked): Problem[] {
  if (state?.kind !== 'dead' && state?.kind !== 'private') return [];
  const { kind, reason } = state;
  return places.map((where) => ({
    severity: 'error',
    code: kind === 'dead' ? 'link-dead' : 'link-private',
    what: `"${url}" leads nowhere${kind === 'private' ? ' for supporters' : ''}: ${reason}.`,
    where,
    fix:
      kind === 'dead'
        ? 'Open it in a browser. If it is gone, link to an archived copy, such as web.archive.org keeps.'
        : 'Link to what everybody can open.',
  }));
}

/** Told together: many papers turn every program away, and nothing need be wrong with the link. */
function untold(asked: readonly Asked[]): Problem[] {
  const links = asked.filter(({ state }) => state?.kind === 'untold');
  const [first] = links;
  if (!first) return [];
  const list = links.map(({ url, state }) => `${url} (${state?.reason})`).join(', ');
  const which = links.length === 1 ? 'This link' : `These ${links.length} links`;
  return [
    {
      severity: 'warning',
      code: 'link-untold',
      what: `${which} could not be tried, as their sites do not tell a program: ${list}.`,
      where: first.places[0],
      fix: 'Open them in a browser and see for yourself.',
    },
  ];
}
