import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

export interface RequestOptions {
  /** Which IP addresses may be connected to. */
  readonly isAllowed: (address: string) => boolean;
  /** Milliseconds until an answer's headers must be there. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

export interface PageAnswer {
  readonly status: number;
  readonly location: string | undefined;
}

/** The host has none but addresses that may not be connected to. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
}

const HEADERS = {
  // Sites turn programs away that do not look like a browser at all.
  'user-agent': 'Mozilla/5.0 (compatible; Outcry link check)',
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'accept-language': 'en,*;q=0.5',
};

/**
 * Asks for a page and reads the headers of the answer alone; no redirect is followed. The address
 * that is judged is the one that is connected to: a name that resolves anew meanwhile helps nobody.
 * Rejects with what the system says, or a ForbiddenAddressError.
 */
export function requestPage(
  url: URL,
  method: 'HEAD' | 'GET',
  { isAllowed, timeout, signal }: RequestOptions,
): Promise<PageAnswer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) > 0 && !isAllowed(host)) return Promise.reject(new ForbiddenAddressError(host));
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: HEADERS,
      agent: false,
      lookup: allowedOnly(isAllowed),
      signal: AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]),
    } as const;
    const sent = request(url, options, (response) => {
      resolve({ status: response.statusCode ?? 0, location: response.headers.location });
      response.destroy();
    });
    sent.on('error', reject);
    sent.end();
  });
}

function allowedOnly(isAllowed: (address: string) => boolean): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses = []) => {
      if (error) return done(error, '');
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (!first) return done(new ForbiddenAddressError(host), '');
      return options.all ? done(null, allowed) : done(null, first.address, first.family);
    });
  };
}
