import { z } from 'zod';
import type { Address, FieldName } from '../terms.ts';
import type { Words } from '../words/make-words.ts';
import { type AnyValues, isWordsKey, type PageWordsKey } from '../words/samples.ts';
import type { Asked, AskedConsent, AskedField } from './asked.ts';
import { isCountry } from './countries.ts';

// Line breaks and other control characters, and the marks that turn text around: none belongs in a
// name, and in mail headers and exports they do harm.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const UNPRINTABLE_BUT_LINES = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/u;

/** What is to be recorded; empty what was not asked or not written. */
export interface SignForm extends Readonly<Record<Exclude<FieldName, 'email'>, string>> {
  /** Of a form that asks for it. */
  readonly email: Address | undefined;
  /** The names of what she agreed to. */
  readonly consents: readonly string[];
}

/** What was typed into each field, as it was typed, to be shown again. Boxes hold `yes` or nothing. */
export type Typed = Readonly<Record<string, string>>;

/** What is wrong with a field: the key of the words for it, and the values that they take. */
export interface Complaint {
  readonly key: PageWordsKey;
  readonly values: AnyValues;
}
/** By the field's name. */
export type Complaints = Readonly<Record<string, Complaint>>;
export type ToldComplaints = Readonly<Record<string, string>>;

/** Reads a posted form, whatever was posted: what is to be recorded, or what is wrong with which field. */
export type ReadForm = (body: unknown) => { form: SignForm } | { complaints: Complaints };

export type ReadAddress = (text: string) => Address | undefined;

/** Makes what reads forms that ask this. */
export function createFormReader(asked: Asked, readAddress: ReadAddress): ReadForm {
  const schema = formSchema(asked, readAddress);
  return (body) => {
    const read = schema.safeParse(fieldsOf(body));
    if (read.success) return { form: recorded(asked, read.data) };
    const complaints: Record<string, Complaint> = {};
    for (const issue of read.error.issues) {
      const field = String(issue.path[0]);
      complaints[field] ??= complaintOf(field, issue);
    }
    return { complaints };
  };
}

/** The one schema of a form: its fields in the order in which the page asks. */
function formSchema({ fields, consents }: Asked, readAddress: ReadAddress) {
  const shape = [
    ...fields.map((field) => [field.name, fieldSchema(field, readAddress)] as const),
    ...consents.map((consent) => [consent.field, consentSchema(consent)] as const),
  ];
  return z.object(Object.fromEntries(shape));
}

function fieldSchema(field: AskedField, readAddress: ReadAddress): z.ZodType<string> {
  const { name, required } = field;
  if (name === 'email') return addressSchema(readAddress);
  const schema = name === 'comment' ? lines(field) : line(field);
  const filled = required ? schema.min(1, wrong(`pages.wrong_${name}_missing`)) : schema;
  const known =
    name === 'country'
      ? filled.refine((code) => code === '' || isCountry(code), wrong('pages.wrong_country'))
      : filled;
  // A field that is not posted is one that was left empty.
  return z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').normalize('NFC').trim())
    .pipe(known)
    .prefault('');
}

function line({ name, max }: AskedField): z.ZodString {
  if (name === 'country') return z.string();
  if (name === 'email' || name === 'comment') throw new TypeError(`${name} is no line`);
  return z
    .string()
    .max(max, wrong(`pages.wrong_${name}_long`))
    .refine((text) => !UNPRINTABLE.test(text), wrong(`pages.wrong_${name}_plain`));
}

function lines({ max }: AskedField): z.ZodString {
  return z
    .string()
    .max(max, wrong('pages.wrong_comment_long'))
    .refine((text) => !UNPRINTABLE_BUT_LINES.test(text), wrong('pages.wrong_comment_plain'));
}

function addressSchema(readAddress: ReadAddress) {
  return z.string().transform((text, context) => {
    const address = readAddress(text.trim());
    if (address) return address as string;
    context.addIssue(wrong('pages.wrong_email'));
    return z.NEVER;
  });
}

/** A box that was not ticked is not posted at all. */
function consentSchema({ required }: AskedConsent) {
  const box = z
    .string()
    .optional()
    .transform((value) => value !== undefined);
  return required ? box.refine((ticked) => ticked, wrong('pages.wrong_consent_missing')) : box;
}

function recorded({ consents }: Asked, read: Readonly<Record<string, unknown>>): SignForm {
  const text = (name: FieldName) => String(read[name] ?? '');
  return {
    first_name: text('first_name'),
    last_name: text('last_name'),
    email: read.email as Address | undefined,
    postcode: text('postcode'),
    country: text('country'),
    comment: text('comment'),
    consents: consents.filter(({ field }) => read[field] === true).map(({ name }) => name),
  };
}

/** Complaints in the words of a language. */
export function tellComplaints(complaints: Complaints, words: Words): ToldComplaints {
  const told = Object.entries(complaints).map(([field, { key, values }]) => {
    const pieces = words.pieces(key, values);
    return [field, pieces.map(({ text }) => text).join('')];
  });
  return Object.fromEntries(told);
}

/** What stands in a posted body, whatever it is, for the form that is shown again. */
export function typedIn(body: unknown, { fields, consents }: Asked): Typed {
  const texts = fields.map(({ name }) => [name, textIn(body, name)]);
  const ticks = consents
    .filter(({ field }) => fieldsOf(body)[field] !== undefined)
    .map(({ field }) => [field, 'yes']);
  return Object.fromEntries([...texts, ...ticks]);
}

/** One field of a posted body as it was typed; empty if it is missing or stands twice. */
export function textIn(body: unknown, name: string): string {
  const value = fieldsOf(body)[name];
  return typeof value === 'string' ? value : '';
}

/** A request without a body is a form without fields. */
export function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  const isForm = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isForm ? (body as Record<string, unknown>) : {};
}

/** What is wrong is told by the key of its words. */
const wrong = (key: PageWordsKey) => key;

/** A field that stands twice, or an address that is not posted, has no words of the schema's. */
function complaintOf(field: string, issue: z.core.$ZodIssue): Complaint {
  const values: AnyValues = issue.code === 'too_big' ? { max: Number(issue.maximum) } : {};
  if (isPageKey(issue.message)) return { key: issue.message, values };
  return { key: field === 'email' ? 'pages.wrong_email' : 'pages.wrong_once', values };
}

function isPageKey(text: string): text is PageWordsKey {
  return isWordsKey(text) && text.startsWith('pages.');
}
