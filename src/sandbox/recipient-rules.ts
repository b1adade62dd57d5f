/**
 * Who a mail goes to and comes from.
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 * https://www.twilio.com/docs/sendgrid/for-developers/sending-email/personalizations
 */
import {
  isAddress,
  isAscii,
  isObject,
  objectsOf,
  type Report,
  type Rule,
  type Unchecked,
} from './shape.ts';

const MOST = 1000;
const KINDS = ['to', 'cc', 'bcc'] as const;

const countPersonalizations: Rule = ({ personalizations }, report) => {
  const count = Array.isArray(personalizations) ? personalizations.length : 0;
  if (count === 0) report('You must have at least one personalization.', 'personalizations');
  if (count > MOST) {
    report(
      `The personalization block is limited to 1000 personalizations per API request. You have provided ${count} personalizations. Please consider splitting this into multiple requests and resending your request.`,
      'personalizations',
    );
  }
};

const countRecipients: Rule = ({ personalizations }, report) => {
  let count = 0;
  for (const part of objectsOf(personalizations)) {
    for (const kind of KINDS) count += Array.isArray(part[kind]) ? part[kind].length : 0;
  }
  if (count <= MOST) return;
  const what = 'There is a limit of 1000 total recipients (to + cc + bcc) per request.';
  report(what, 'personalizations');
};

const requireTo: Rule = ({ personalizations }, report) => {
  for (const [index, part] of objectsOf(personalizations).entries()) {
    if (Array.isArray(part.to) && part.to.length > 0) continue;
    report(
      'The to array is required for all personalization objects, and must have at least one email object with a valid email address.',
      `personalizations.${index}.to`,
    );
  }
};

const checkRecipients: Rule = ({ personalizations }, report) => {
  for (const [index, part] of objectsOf(personalizations).entries()) {
    for (const kind of KINDS) {
      if (part[kind] !== undefined)
        checkList(part[kind], `personalizations.${index}.${kind}`, report);
    }
  }
};

function checkList(list: unknown, field: string, report: Report): void {
  if (!Array.isArray(list)) {
    report(`Invalid type. Expected: array, given: ${typeof list}.`, field);
    return;
  }
  for (const [index, person] of objectsOf(list).entries()) {
    checkPerson(person, () => `${field}.${index}`, report);
  }
}

function checkPerson(person: Unchecked, field: () => string, report: Report): void {
  if (!isAddress(person.email)) report('Does not contain a valid address.', `${field()}.email`);
  if (!isName(person.name)) report(BAD_NAME, `${field()}.name`);
}

const BAD_NAME = 'The name must be a string, and may not contain a semicolon or a comma.';

function isName(name: unknown): boolean {
  return name === undefined || (typeof name === 'string' && !/[;,]/.test(name));
}

/** Seen only within one personalization by the API; users saw doubles across them delivered. */
const refuseDoubles: Rule = ({ personalizations }, report) => {
  const seen = new Set<string>();
  for (const [index, part] of objectsOf(personalizations).entries()) {
    for (const kind of KINDS)
      refuseSeen(part[kind], seen, `personalizations.${index}`, kind, report);
  }
};

function refuseSeen(
  list: unknown,
  seen: Set<string>,
  field: string,
  kind: string,
  report: Report,
): void {
  for (const { email } of objectsOf(list)) {
    if (typeof email !== 'string') continue;
    const known = seen.size === seen.add(email.toLowerCase()).size;
    if (!known) continue;
    report(
      `Each unique email address in the personalizations array should only be included once. You have included [${email}] more than once: see the ${field}.${kind} field.`,
      field,
    );
  }
}

const checkFrom: Rule = ({ from, personalizations }, report) => {
  checkSender(from, 'from', report);
  for (const [index, part] of objectsOf(personalizations).entries()) {
    if (part.from !== undefined) checkSender(part.from, `personalizations.${index}.from`, report);
  }
};

function checkSender(from: unknown, field: string, report: Report): void {
  if (!isObject(from)) {
    const what = 'The from object must be provided for every email send. It is an object that';
    report(`${what} requires the email parameter, but may also contain a name parameter.`, field);
    return;
  }
  if (!isAddress(from.email)) report('The from email does not contain a valid address.', field);
  else if (!isAscii(from.email)) report('Unicode is not supported in the from address.', field);
  if (!isName(from.name)) report(BAD_NAME, field);
}

const checkReplyTo: Rule = ({ reply_to, reply_to_list }, report) => {
  if (reply_to !== undefined && reply_to_list !== undefined) {
    report('Use either reply_to or reply_to_list, not both.', 'reply_to');
  }
  if (reply_to !== undefined) {
    checkPerson(isObject(reply_to) ? reply_to : {}, () => 'reply_to', report);
  }
  if (reply_to_list !== undefined) checkList(reply_to_list, 'reply_to_list', report);
};

export const RECIPIENT_RULES: readonly Rule[] = [
  countPersonalizations,
  countRecipients,
  requireTo,
  checkRecipients,
  refuseDoubles,
  checkFrom,
  checkReplyTo,
];
