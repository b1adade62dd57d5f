import type { Mailbox } from '../terms.ts';
import { type Body, createBody } from './bodies.ts';
import type { Attachment, Personalization, Request, SharedContent } from './transport.ts';

/**
 * Our links must reach people as they are, and our own pages take unsubscribes and count clicks, so
 * everything of SendGrid's that rewrites or adds to a letter is off.
 */
const TRACKING = {
  click_tracking: { enable: false, enable_text: false },
  open_tracking: { enable: false },
  subscription_tracking: { enable: false },
};

/**
 * A request as the JSON body of POST /v3/mail/send
 * (https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send), in ASCII alone: one
 * curly quote would make each step with it, here and there, take twice as long.
 */
export function requestBody(
  { shared, personalizations, isRehearsal }: Request,
  body: Body = createBody(),
): Buffer {
  const letter = toAscii({
    from: toMailbox(shared.from),
    reply_to: shared.replyTo && toMailbox(shared.replyTo),
    subject: shared.subject,
    // In this order: the API refuses text after html.
    content: [
      { type: 'text/plain', value: shared.text },
      { type: 'text/html', value: shared.html },
    ],
    categories: shared.categories.length > 0 ? shared.categories : undefined,
    custom_args: shared.customArgs,
    tracking_settings: TRACKING,
    mail_settings: isRehearsal ? { sandbox_mode: { enable: true } } : undefined,
  });
  body.add(`${letter.slice(0, -1)},"personalizations":`);
  // Piece by piece: no text is made that is as long as the request.
  for (const [index, one] of personalizations.entries()) {
    body.add(`${index === 0 ? '[' : ','}${toAscii(toPersonalization(one, shared))}`);
  }
  body.add(']');
  addAttachments(shared.attachments ?? [], body);
  body.add('}');
  return body.bytes();
}

/** Last, and each as it is: base64 has nothing to escape, and may be 20 MB long. */
function addAttachments(attachments: readonly Attachment[], body: Body): void {
  for (const [index, { filename, type, bytes }] of attachments.entries()) {
    const told = toAscii({ filename, type, disposition: 'attachment' });
    body.add(`${index === 0 ? ',"attachments":[' : ','}${told.slice(0, -1)},"content":"`);
    body.add(bytes.toString('base64'));
    body.add('"}');
  }
  if (attachments.length > 0) body.add(']');
}

function toAscii(value: unknown): string {
  return JSON.stringify(value).replace(/[^\0-\x7f]/g, escapeCharacter);
}

/** As `\u00e9`; a character of two halves becomes two of these (RFC 8259, 7). */
function escapeCharacter(half: string): string {
  return `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * All headers go into each personalization: whether SendGrid merges its headers with those of the
 * whole request, or takes them instead, is not documented. (Object.assign: a spread takes half as
 * long again.)
 */
function toPersonalization(one: Personalization, shared: SharedContent) {
  return {
    to: [{ email: one.email }],
    headers: Object.assign({}, shared.headers, one.headers),
    substitutions: one.substitutions,
    custom_args: one.customArgs,
  };
}

function toMailbox({ email, name }: Mailbox): { email: string; name?: string | undefined } {
  return { email, name: name && acceptableName(name) };
}

/**
 * A sender's name as SendGrid accepts it. It refuses `;` and `,` even in quotes, so they give way
 * to a space: "Safe Harbour, Inc." goes out as "Safe Harbour Inc.". Undefined if nothing is left.
 */
export function acceptableName(name: string): string | undefined {
  return name.replace(/[;,\s\p{Cc}]+/gu, ' ').trim() || undefined;
}
