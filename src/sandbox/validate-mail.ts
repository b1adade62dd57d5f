import { checkAttachments } from './attachment-rules.ts';
import { CONTENT_RULES } from './content-rules.ts';
import { EXTRA_RULES } from './extra-rules.ts';
import type { Mail, MailError } from './mail.ts';
import { RECIPIENT_RULES } from './recipient-rules.ts';
import { isObject, type Report, type Rule } from './shape.ts';

export type Validity =
  | { readonly valid: true; readonly mail: Mail }
  | { readonly valid: false; readonly errors: readonly MailError[] };

const RULES: readonly Rule[] = [
  ...RECIPIENT_RULES,
  ...CONTENT_RULES,
  ...EXTRA_RULES,
  checkAttachments,
];
const HELP = 'https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors';

/**
 * Holds a request body of POST /v3/mail/send to the API's contract. All breaches are reported at
 * once, in the order of the rules. The rules are plain functions, not a schema, because a batch of
 * 1000 personalizations must cost a few milliseconds. `now` is in seconds since 1970.
 */
export function validateMail(body: unknown, now: number): Validity {
  if (!isObject(body)) return { valid: false, errors: [BAD_REQUEST] };
  const errors: MailError[] = [];
  const report: Report = (message, field) => errors.push({ message, field, help: HELP });
  for (const rule of RULES) rule(body, report, now);
  if (errors.length > 0) return { valid: false, errors };
  // The rules have looked at every field that the type names.
  return { valid: true, mail: body as unknown as Mail };
}

/** What SendGrid says of a body that is no JSON object: no field is named. */
export const BAD_REQUEST: MailError = { message: 'Bad Request', field: null, help: null };
