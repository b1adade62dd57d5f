import type { FastifyRequest } from 'fastify';
import type { ClickDraft } from '../ledger/ledger.ts';
import type { Site } from './site.ts';

/** What a click leaves besides whose link it was. */
export type Visit = Omit<ClickDraft, 'campaign' | 'recipient'>;

/** A browser's name has some 120 characters; what is far longer is nobody's. */
const LONGEST_AGENT = 400;
const LONGEST_PURPOSE = 40;

/** The raw facts of a click, from which the report tells people from scanners. */
export function visitOf(
  { hashNetwork }: Pick<Site, 'hashNetwork'>,
  kind: ClickDraft['kind'],
  { method, headers, ip }: FastifyRequest,
): Visit {
  const userAgent = (headers['user-agent'] ?? '').slice(0, LONGEST_AGENT);
  // Browsers and mail programs that fetch a page before anybody has asked for it say so.
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? headers['x-moz'] ?? '';
  return {
    kind,
    method,
    userAgent,
    purpose: String(purpose).slice(0, LONGEST_PURPOSE),
    network: hashNetwork(ip),
  };
}
