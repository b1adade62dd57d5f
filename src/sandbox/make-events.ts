import { randomBytes } from 'node:crypto';
import { customArgsOf, recipientsOf } from './mail.ts';
import { parseTaken, type Taken } from './outbox.ts';

/** An event as SendGrid posts it: common fields, our custom args at top level, the event's own fields. */
export type SandboxEvent = Readonly<Record<string, unknown>>;

export type Outcome = readonly SandboxEvent[];

const DELIVERED: Outcome = [
  { event: 'processed' },
  { event: 'delivered', response: '250 OK', tls: 1 },
];

/** Shown on the inbox page; the endings that `outcomeOf` knows. */
export const MAGIC_ENDINGS: Readonly<Record<string, { does: string; outcome: Outcome }>> = {
  '+bounce': {
    does: 'bounces',
    outcome: [
      { event: 'processed' },
      {
        event: 'bounce',
        type: 'bounce',
        status: '5.1.1',
        reason: '550 5.1.1 The email account that you tried to reach does not exist.',
        bounce_classification: 'Invalid Address',
        tls: 1,
      },
    ],
  },
  '+spam': {
    does: 'is delivered and reported as spam',
    outcome: [...DELIVERED, { event: 'spamreport' }],
  },
  '+drop': {
    does: 'is dropped',
    outcome: [{ event: 'dropped', reason: 'Bounced Address', status: '5.0.0' }],
  },
};

/**
 * What becomes of a copy. Magic addresses: a local part that ends in `+bounce` bounces (5.1.1), in
 * `+spam` is delivered and then reported as spam, in `+drop` is dropped ("Bounced Address").
 * Everybody else's copy is processed and delivered.
 */
export function outcomeOf(address: string): Outcome {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase();
  const ending = Object.keys(MAGIC_ENDINGS).find((known) => local.endsWith(known));
  return (ending && MAGIC_ENDINGS[ending]?.outcome) || DELIVERED;
}

/**
 * All events of one accepted request, recipient by recipient.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
export function* makeEvents(
  taken: Taken,
  outcomeFor: (address: string) => Outcome = outcomeOf,
): Generator<SandboxEvent> {
  const { mail } = parseTaken(taken);
  const timestamp = Math.floor(taken.at / 1000);
  const categories = mail.categories ?? [];
  const category = categories.length === 1 ? categories[0] : categories;
  for (const [index, { email, personalization }] of recipientsOf(mail).entries()) {
    for (const outcome of outcomeFor(email)) {
      yield {
        ...customArgsOf(mail, personalization),
        email,
        timestamp,
        'smtp-id': `<${taken.messageId}.${index}@sandbox.invalid>`,
        ...(categories.length > 0 ? { category } : {}),
        sg_event_id: randomBytes(16).toString('base64url'),
        sg_message_id: `${taken.messageId}.recvd-sandbox-1-${timestamp.toString(16)}-${index}.0`,
        ...outcome,
      };
    }
  }
}
