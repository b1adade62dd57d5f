import { createHash } from 'node:crypto';
import { applySubstitutions } from './apply-substitutions.ts';
import {
  customArgsOf,
  type Mail,
  type MailAddress,
  type MailAttachment,
  type MailPersonalization,
  type MailRecipient,
  type Texts,
} from './mail.ts';
import type { Random } from './seeded.ts';

/** A file that travelled with a copy. */
export interface CopyAttachment {
  readonly filename: string;
  readonly type: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A recipient's finished copy, as `GET /_sandbox/messages` gives it. */
export interface Copy {
  /** `<X-Message-Id>.<place of the recipient in the request>`. */
  readonly id: string;
  readonly message_id: string;
  /** When the request was accepted, ISO 8601. */
  readonly at: string;
  readonly from: MailAddress;
  readonly to: string;
  readonly reply_to: MailAddress | undefined;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Texts;
  readonly custom_args: Texts;
  readonly categories: readonly string[];
  readonly substitutions: Texts;
  readonly attachments: readonly CopyAttachment[];
}

/** What is known of a copy besides the mail itself. `at` is in milliseconds since 1970. */
export interface CopyOrigin {
  readonly id: string;
  readonly messageId: string;
  readonly at: number;
}

/**
 * Makes one recipient's copy as SendGrid would: substitutions in subject, text, html and reply_to;
 * headers, categories and custom args stay as they came.
 */
export function finishCopy(
  mail: Mail,
  recipient: MailRecipient,
  origin: CopyOrigin,
  random: Random,
): Copy {
  const part = mail.personalizations[recipient.personalization] ?? { to: [] };
  const substitutions = part.substitutions ?? {};
  const fill = applySubstitutions(substitutions, random);
  const content = (type: string) => mail.content?.find((item) => item.type === type)?.value ?? '';
  const copy = {
    id: origin.id,
    message_id: origin.messageId,
    at: new Date(origin.at).toISOString(),
    from: part.from ?? mail.from,
    to: recipient.email,
    reply_to: fillMailbox(mail.reply_to ?? mail.reply_to_list?.[0], fill),
    subject: fill(part.subject ?? mail.subject ?? ''),
    html: fill(content('text/html')),
    text: fill(content('text/plain')),
    custom_args: customArgsOf(mail, recipient.personalization),
    categories: mail.categories ?? [],
    substitutions,
    attachments: (mail.attachments ?? []).map(showAttachment),
  };
  return { ...copy, headers: headersOf(mail, part, copy) };
}

function showAttachment({ filename, type = '', content }: MailAttachment): CopyAttachment {
  const bytes = Buffer.from(content, 'base64');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { filename, type, bytes: bytes.length, sha256 };
}

function fillMailbox(
  mailbox: MailAddress | undefined,
  fill: (text: string) => string,
): MailAddress | undefined {
  if (!mailbox) return undefined;
  const { name } = mailbox;
  return { email: fill(mailbox.email), ...(name === undefined ? {} : { name: fill(name) }) };
}

type Unheaded = Pick<Copy, 'id' | 'at' | 'from' | 'to' | 'reply_to' | 'subject'>;

/** Those of every mail, then the request's own, a personalization's before the mail's. */
function headersOf(mail: Mail, part: MailPersonalization, copy: Unheaded): Texts {
  return {
    From: spell(copy.from),
    To: part.to.map(spell).join(', '),
    ...(part.cc?.length ? { Cc: part.cc.map(spell).join(', ') } : {}),
    ...(copy.reply_to ? { 'Reply-To': spell(copy.reply_to) } : {}),
    Subject: copy.subject,
    Date: new Date(copy.at).toUTCString(),
    'Message-ID': `<${copy.id}@sandbox.invalid>`,
    ...mail.headers,
    ...part.headers,
  };
}

function spell({ email, name }: MailAddress): string {
  return name ? `${name} <${email}>` : email;
}
