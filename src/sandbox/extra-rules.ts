/**
 * What travels with a mail: custom args, headers, categories, the time to send.
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
import {
  hasTextsOnly,
  isAscii,
  isFilled,
  isHeavier,
  isObject,
  objectsOf,
  type Report,
  type Rule,
  type Unchecked,
} from './shape.ts';

const CUSTOM_ARG_BYTES = 10_000;
const FARTHEST_SECONDS = 72 * 3600;

const RESERVED_HEADERS = new Set(
  'x-sg-id x-sg-eid received dkim-signature content-type content-transfer-encoding to from subject reply-to cc bcc'.split(
    ' ',
  ),
);

/** Fields of an event. A custom arg of the same name would silently be lost. */
const RESERVED_ARGS = new Set(
  'email timestamp event sg_event_id sg_message_id smtp-id category reason response attempt type status url url_offset useragent ip tls cert_err asm_group_id send_at newsletter pool sg_machine_open sg_content_type sg_template_id sg_template_name bounce_classification'.split(
    ' ',
  ),
);

const checkCustomArgs: Rule = (mail, report) => {
  if (mail.custom_args !== undefined) checkArgs(mail.custom_args, 'custom_args', report);
  const shared = isObject(mail.custom_args) ? mail.custom_args : {};
  for (const [index, part] of objectsOf(mail.personalizations).entries()) {
    if (part.custom_args === undefined) continue;
    const field = `personalizations.${index}.custom_args`;
    if (!checkArgs(part.custom_args, field, report)) continue;
    if (isHeavier({ ...shared, ...part.custom_args }, CUSTOM_ARG_BYTES)) report(HEAVY_ARGS, field);
    refusePersonalData(part, part.custom_args, field, report);
  }
};

const HEAVY_ARGS = 'Custom arguments are limited to 10000 bytes per personalization block.';

/** True if they are what they should be. */
function checkArgs(args: unknown, field: string, report: Report): args is Unchecked {
  if (!isObject(args) || !hasTextsOnly(args)) {
    report('Custom arguments must be an object of strings.', field);
    return false;
  }
  for (const name in args) {
    if (RESERVED_ARGS.has(name)) {
      report(
        `The custom argument [${name}] has the name of a field of events and would be lost.`,
        field,
      );
    }
  }
  if (field === 'custom_args' && isHeavier(args, CUSTOM_ARG_BYTES)) report(HEAVY_ARGS, field);
  return true;
}

/** Custom args are stored and logged by SendGrid, which asks that they hold no personal data. */
function refusePersonalData(part: Unchecked, args: Unchecked, field: string, report: Report): void {
  for (const { email } of objectsOf(part.to)) {
    if (!isFilled(email) || !holds(args, email)) continue;
    report('Custom arguments must not hold personal data: one holds the address.', field);
  }
}

function holds(args: Unchecked, text: string): boolean {
  for (const name in args) if (String(args[name]).includes(text)) return true;
  return false;
}

const checkHeaders: Rule = (mail, report) => {
  if (mail.headers !== undefined) checkHeaderBlock(mail.headers, 'headers', report);
  for (const [index, { headers }] of objectsOf(mail.personalizations).entries()) {
    if (headers !== undefined) {
      checkHeaderBlock(headers, `personalizations.${index}.headers`, report);
    }
  }
};

function checkHeaderBlock(headers: unknown, field: string, report: Report): void {
  if (!isObject(headers)) {
    report('Headers must be an object of strings.', field);
    return;
  }
  for (const name in headers) {
    const complaint = headerComplaint(name, headers[name]);
    if (complaint) report(complaint, field);
  }
}

function headerComplaint(name: string, value: unknown): string | undefined {
  if (RESERVED_HEADERS.has(name.toLowerCase())) return `The header [${name}] is reserved.`;
  if (!/^[!-9;-~]+$/.test(name)) {
    return `Header names must be ASCII without spaces or colons: [${name}].`;
  }
  if (typeof value !== 'string') return `The value of the header [${name}] must be a string.`;
  return /[\r\n]/.test(value) ? `The header [${name}] may not hold a line break.` : undefined;
}

const checkCategories: Rule = ({ categories }, report) => {
  if (categories === undefined) return;
  if (!Array.isArray(categories) || !categories.every(isCategory)) {
    report('Categories must be an array of ASCII strings of 1 to 255 characters.', 'categories');
    return;
  }
  if (categories.length > 10) report('Only 10 categories are allowed.', 'categories');
  if (new Set(categories).size < categories.length) {
    report('Each category must be unique.', 'categories');
  }
};

function isCategory(value: unknown): boolean {
  return isFilled(value) && value.length <= 255 && isAscii(value);
}

const checkSendAt: Rule = (mail, report, now) => {
  const checkTime = (at: unknown, field: string) => {
    if (at === undefined || (Number.isInteger(at) && Number(at) <= now + FARTHEST_SECONDS)) return;
    report('The send_at parameter must be a Unix time at most 72 hours ahead.', field);
  };
  checkTime(mail.send_at, 'send_at');
  for (const [index, { send_at }] of objectsOf(mail.personalizations).entries()) {
    checkTime(send_at, `personalizations.${index}.send_at`);
  }
};

export const EXTRA_RULES: readonly Rule[] = [
  checkCustomArgs,
  checkHeaders,
  checkCategories,
  checkSendAt,
];
