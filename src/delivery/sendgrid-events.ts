/** SendGrid's events in our words (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event). */
import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { EXIT, OutcryError } from '../errors.ts';
import type { EventDraft, SuppressionReason } from '../ledger/ledger.ts';
import type { Address } from '../terms.ts';
import { type EventOrigin, readCustomArgs } from './custom-args.ts';

/** Numbers come as numbers or as strings; what cannot be read counts as missing. */
const Text = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);
const Seconds = z.coerce.number().nonnegative().max(1e11).catch(0);

const Event = z.looseObject({
  event: z.string().min(1),
  email: Text,
  timestamp: Seconds,
  sg_message_id: Text,
  reason: Text,
  status: Text,
  type: Text,
  url: Text,
  attempt: Text,
});
type Event = z.infer<typeof Event>;

interface Events {
  readonly events: readonly EventDraft[];
  /** Entries that are no events at all. */
  readonly unreadable: number;
}

/**
 * Reads the body of an event POST. Events of a kind that we do not know are kept; entries that are
 * none are counted. Throws an OutcryError if the body is not a JSON array.
 */
export function readEvents(body: string): Events {
  const entries = readArray(body);
  const events = entries.flatMap((entry) => {
    const parsed = Event.safeParse(entry);
    return parsed.success ? [toDraft(parsed.data, JSON.stringify(entry))] : [];
  });
  return { events, unreadable: entries.length - events.length };
}

function readArray(body: string): readonly unknown[] {
  const parsed = z.array(z.unknown()).safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new OutcryError({
    code: 'events-unreadable',
    what: 'What was posted as events is not a JSON array.',
    fix: "Only SendGrid's Event Webhook may post to this address.",
    exit: EXIT.attention,
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toDraft(event: Event, raw: string): EventDraft {
  const origin = readCustomArgs(event);
  return {
    ...origin,
    identity: identify(event, origin),
    email: toAddress(event.email),
    // `<X-Message-Id>.<suffix>`
    messageId: event.sg_message_id?.split('.')[0] || undefined,
    event: event.event,
    at: Math.round(event.timestamp * 1000),
    suppress: toSuppression(event),
    detail: event.reason,
    raw,
  };
}

/**
 * Events come three times and more, and `sg_event_id` changes on some of these deliveries, so an
 * event is known by what it says: whose copy, what, when, and which link, attempt or type.
 */
function identify(event: Event, { campaign, batch, recipient }: EventOrigin): string {
  const copy = recipient === undefined ? event.sg_message_id : [campaign, batch, recipient];
  const { event: name, timestamp, email, url, attempt, type } = event;
  const facts = [copy, name, timestamp, email?.toLowerCase(), url, attempt, type];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url');
}

/** In the form that the ledger compares (see `Address`): in lower case, the domain in punycode. */
export function toAddress(email: string | undefined): Address | undefined {
  const [, local, domain] = /^\s*(.+)@([^@\s]+)\s*$/.exec(email ?? '') ?? [];
  if (!local || !domain) return undefined;
  return `${local.toLowerCase()}@${domainToASCII(domain) || domain.toLowerCase()}` as Address;
}

/** Why SendGrid lets go of an address by itself, in its words and in ours. */
const DROPPED: ReadonlyMap<string, SuppressionReason> = new Map([
  ['bounced address', 'bounced'],
  ['invalid', 'bounced'],
  ['spam reporting address', 'complained'],
  ['unsubscribed address', 'unsubscribed'],
]);

/** Whether an event means that the address must not be mailed again. */
function toSuppression(event: Event): SuppressionReason | undefined {
  switch (event.event) {
    case 'bounce':
      return isLasting(event) ? 'bounced' : undefined;
    case 'dropped':
      return DROPPED.get(event.reason?.trim().toLowerCase() ?? '');
    case 'spamreport':
      return 'complained';
    case 'unsubscribe':
    case 'group_unsubscribe':
      return 'unsubscribed';
    default:
      return undefined;
  }
}

/** `blocked` and `block` are about this letter or this hour, not about the address. */
function isLasting({ type, status }: Event): boolean {
  return type === undefined ? status?.startsWith('5') === true : type === 'bounce';
}
