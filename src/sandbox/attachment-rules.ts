import { isFilled, isObject, type Report, type Rule, type Unchecked } from './shape.ts';

/** The files of a mail: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export const checkAttachments: Rule = ({ attachments }, report) => {
  if (attachments === undefined) return;
  if (!Array.isArray(attachments) || attachments.length === 0) {
    report('The attachments must be an array of at least one object.', 'attachments');
    return;
  }
  for (const [index, one] of attachments.entries()) {
    checkAttachment(isObject(one) ? one : {}, `attachments.${index}`, report);
  }
};

function checkAttachment(one: Unchecked, field: string, report: Report): void {
  if (!isFilled(one.content)) {
    report('The attachment content is required.', `${field}.content`);
  } else if (!isBase64(one.content)) {
    report('The attachment content must be base64 encoded.', `${field}.content`);
  }
  if (!isFilled(one.filename)) {
    report('The attachment filename is required.', `${field}.filename`);
  } else if (/[\r\n;]/.test(one.filename)) {
    report("The filename parameter cannot contain ';' or CRLF characters.", `${field}.filename`);
  }
  if (one.type !== undefined && !(isFilled(one.type) && /^[^\s;]+$/.test(one.type))) {
    const what = "The type cannot be an empty string, and cannot contain ';' or CRLF characters.";
    report(what, `${field}.type`);
  }
  if (one.disposition !== undefined && !DISPOSITIONS.has(one.disposition)) {
    report('The disposition must be "inline" or "attachment".', `${field}.disposition`);
  }
}

const DISPOSITIONS: ReadonlySet<unknown> = new Set(['inline', 'attachment']);

/** As RFC 4648 has it, padded and in one line. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
