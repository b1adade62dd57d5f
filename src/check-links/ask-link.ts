import { systemCode } from '../errors.ts';
import {
  ForbiddenAddressError,
  type PageAnswer,
  type RequestOptions,
  requestPage,
} from './request-page.ts';

/** What became of a link. `untold`: the site answers, and does not say whether the page is there. */
export interface LinkState {
  readonly kind: 'alive' | 'dead' | 'private' | 'untold';
  /** As the end of a sentence about the link. */
  readonly reason: string;
  /** Of the answer, if there was one. */
  readonly status?: number | undefined;
}

const MOST_REDIRECTS = 10;

/** Asks one address, by HEAD, and by GET where that gets no good answer; follows where it leads. */
export async function askLink(link: string, options: RequestOptions): Promise<LinkState> {
  let url = new URL(link);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const answer = await ask(url, options);
    if ('kind' in answer) return answer;
    const { status, location } = answer;
    if (status < 300 || status > 399 || location === undefined) return stateOf(status);
    if (!URL.canParse(location, url.href)) return dead('it leads on to an address that is none');
    url = new URL(location, url);
    if (!/^https?:$/.test(url.protocol)) return untold('it leads out of the web');
  }
  return dead(`it leads on and on, more than ${MOST_REDIRECTS} times`);
}

async function ask(url: URL, options: RequestOptions): Promise<PageAnswer | LinkState> {
  try {
    const answer = await requestPage(url, 'HEAD', options);
    if (answer.status < 400) return answer;
  } catch (error) {
    // Some servers hang up on a HEAD; whoever is not there at all need not be asked twice.
    if (systemCode(error) !== 'ECONNRESET') return failed(error);
  }
  try {
    return await requestPage(url, 'GET', options);
  } catch (error) {
    return failed(error);
  }
}

function stateOf(status: number): LinkState {
  if (status < 400) return { kind: 'alive', reason: `it answers with ${status}`, status };
  if (status === 404 || status === 410) return dead(`there is no such page (${status})`);
  return { ...untold(`it answers with ${status}`), status };
}

function failed(error: unknown): LinkState {
  if (error instanceof ForbiddenAddressError) {
    return { kind: 'private', reason: 'its address is not one of the public internet' };
  }
  const { name } = error as Error;
  const code = systemCode(error) ?? '';
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ETIMEDOUT') {
    return dead('it does not answer in time');
  }
  if (code === 'ENOTFOUND') return dead('there is no such site');
  // This machine's own trouble, most likely: its network or its name server.
  if (/^(EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/.test(code)) {
    return untold(`the network could not be asked (${code})`);
  }
  if (/^(ECONNREFUSED|ECONNRESET|EPIPE)$/.test(code)) return dead(`it does not answer (${code})`);
  if (/CERT|TLS|SSL|SIGNATURE|EPROTO|ISSUER/.test(code)) {
    return dead(`its encryption is not in order (${code})`);
  }
  return untold(`it answers nothing that can be read${code && ` (${code})`}`);
}

function dead(reason: string): LinkState {
  return { kind: 'dead', reason };
}

function untold(reason: string): LinkState {
  return { kind: 'untold', reason };
}
