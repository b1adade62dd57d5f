import type { FastifyRequest } from 'fastify';
import type { ClickDraft } from '../ledger/ledger.ts';
import type { Visitor } from '../sign.ts';
import type { Site } from './site.ts';
import { describeBug } from './web-log.ts';

/** What a click leaves besides whose link it was. */
export type Visit = Omit<ClickDraft, 'campaign' | 'recipient'>;

/** A browser's name has some 120 characters; what is far longer is nobody's. */
const LONGEST_AGENT = 400;
const LONGEST_PURPOSE = 40;

/** The raw facts of a click, from which the report tells people from scanners. */
export async function visitOf(
  { hashNetwork }: Pick<Site, 'hashNetwork'>,
  kind: ClickDraft['kind'],
  { method, headers, ip }: FastifyRequest,
): Promise<Visit> {
  const userAgent = (headers['user-agent'] ?? '').slice(0, LONGEST_AGENT);
  // Browsers and mail programs that fetch a page before anybody has asked for it say so.
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? headers['x-moz'] ?? '';
  return {
    kind,
    method,
    userAgent,
    purpose: String(purpose).slice(0, LONGEST_PURPOSE),
    network: await hashNetwork(ip),
  };
}

/** Records a visit of a recipient's sign, unsubscribe or view link. */
export async function recordVisit(
  site: Site,
  { campaign, recipient }: Visitor,
  kind: ClickDraft['kind'],
  request: FastifyRequest,
): Promise<void> {
  const whose = { campaign: campaign.number, recipient: recipient.number };
  await recordClick(site, { ...whose, ...(await visitOf(site, kind, request)) });
}

/** Whoever wants to read, sign or leave gets there, even where the ledger cannot be written. */
export async function recordClick(
  { ledger, readiness, log }: Site,
  click: ClickDraft,
): Promise<void> {
  try {
    await ledger.recordClick(click);
  } catch (error) {
    readiness.note(error);
    log({ level: 'error', what: `A click was not recorded. ${describeBug(error)}` });
  }
}
