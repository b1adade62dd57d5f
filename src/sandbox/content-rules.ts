/**
 * What a mail says: subject, content, substitutions.
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 * https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
 */
import { applySubstitutions } from './apply-substitutions.ts';
import type { Texts } from './mail.ts';
import { seeded } from './seeded.ts';
import {
  hasTextsOnly,
  isFilled,
  isHeavier,
  isObject,
  objectsOf,
  type Report,
  type Rule,
  type Unchecked,
} from './shape.ts';

/** The OpenAPI file says 10,000; another page says 50,000. The lower one is safe. */
const SUBSTITUTION_BYTES = 10_000;

const requireSubject: Rule = ({ subject, personalizations, template_id }, report) => {
  const parts = objectsOf(personalizations);
  const everyPart = parts.length > 0 && parts.every((part) => isFilled(part.subject));
  if (isFilled(subject) || everyPart || isFilled(template_id)) return;
  report(
    'The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.',
    'subject',
  );
};

const checkPartSubjects: Rule = ({ personalizations }, report) => {
  for (const [index, { subject }] of objectsOf(personalizations).entries()) {
    if (subject === undefined || isFilled(subject)) continue;
    const what = 'The subject must be a string at least one character in length.';
    report(what, `personalizations.${index}.subject`);
  }
};

/** A subject of nothing but a merge field is empty for whoever has none. */
const checkMergedSubjects: Rule = ({ subject, personalizations }, report) => {
  for (const [index, part] of objectsOf(personalizations).entries()) {
    const own = isFilled(part.subject) ? part.subject : subject;
    const { substitutions } = part;
    if (!isFilled(own) || !isObject(substitutions) || !hasTextsOnly(substitutions)) continue;
    // Only a value that is blank can leave nothing: the others need not be tried.
    if (!Object.values(substitutions).some((value) => String(value).trim() === '')) continue;
    if (applySubstitutions(substitutions as Texts, seeded(0))(own).trim() === '') {
      report('The subject is required.', `personalizations.${index}.subject`);
    }
  }
};

const checkContent: Rule = ({ content, template_id }, report) => {
  const parts = objectsOf(content);
  if (parts.length === 0) {
    if (content !== undefined || !isFilled(template_id)) report(NO_CONTENT, 'content');
    return;
  }
  for (const part of parts) checkPart(part, report);
  checkOrder(
    parts.map((part) => part.type),
    report,
  );
};

const NO_CONTENT =
  'Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.';

function checkPart({ type, value }: Unchecked, report: Report): void {
  if (!isFilled(type)) report('The content type must be a string such as text/plain.', 'content');
  if (!isFilled(value)) {
    report('The content value must be a string at least one character in length.', 'content');
  }
}

function checkOrder(types: readonly unknown[], report: Report): void {
  if (new Set(types).size < types.length) {
    report('If present, text/plain and text/html may only be provided once.', 'content');
  }
  const order = types.map((type) => ['text/plain', 'text/html', type].indexOf(type));
  if (order.some((rank, index) => rank < (order[index - 1] ?? 0))) {
    report('If present, text/plain must be first, followed by text/html.', 'content');
  }
}

const checkSubstitutions: Rule = ({ personalizations, template_id }, report) => {
  const dynamic = typeof template_id === 'string' && template_id.startsWith('d-');
  for (const [index, { substitutions }] of objectsOf(personalizations).entries()) {
    if (substitutions === undefined) continue;
    const complaint = substitutionComplaint(substitutions, dynamic);
    if (complaint) report(complaint, `personalizations.${index}.substitutions`);
  }
};

function substitutionComplaint(substitutions: unknown, dynamic: boolean): string | undefined {
  if (dynamic) return 'Substitutions may not be used with dynamic templating.';
  if (!isObject(substitutions) || !hasTextsOnly(substitutions)) {
    return 'Substitutions must be an object of strings.';
  }
  return isHeavier(substitutions, SUBSTITUTION_BYTES)
    ? 'Substitutions are limited to 10000 bytes per personalization block.'
    : undefined;
}

export const CONTENT_RULES: readonly Rule[] = [
  requireSubject,
  checkPartSubjects,
  checkMergedSubjects,
  checkContent,
  checkSubstitutions,
];
