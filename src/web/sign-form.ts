import { z } from 'zod';
import type { Words } from '../words/make-words.ts';
import { type AnyValues, isWordsKey, type PageWordsKey } from '../words/samples.ts';

// Line breaks and other control characters, and the marks that turn text around: none belongs in a
// name, and in mail headers and exports they do harm.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const UNPRINTABLE_BUT_LINES = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/u;

const typed = z.string().normalize('NFC').trim();

/** What is wrong is told by the key of its words. */
export const wrong = (key: PageWordsKey) => key;

function line(field: 'first_name' | 'last_name' | 'postcode', max: number) {
  return typed
    .max(max, wrong(`pages.wrong_${field}_long`))
    .refine((text) => !UNPRINTABLE.test(text), wrong(`pages.wrong_${field}_plain`));
}

/** The sign form as it is posted: the one schema for what is shown, checked and recorded. */
export const signForm = z.object({
  first_name: line('first_name', 100).min(1, wrong('pages.wrong_first_name_missing')),
  last_name: line('last_name', 100).default(''),
  postcode: line('postcode', 20).default(''),
  comment: z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n'))
    .pipe(typed)
    .pipe(
      z
        .string()
        .max(1000, wrong('pages.wrong_comment_long'))
        .refine((text) => !UNPRINTABLE_BUT_LINES.test(text), wrong('pages.wrong_comment_plain')),
    )
    .default(''),
  /** A box that was not ticked is not posted at all. */
  consent: z
    .string()
    .optional()
    .transform((value) => value !== undefined),
});
export type SignForm = z.output<typeof signForm>;

/** What was typed, as it was typed, to be shown again. */
export interface Typed {
  readonly first_name: string;
  readonly last_name: string;
  readonly postcode: string;
  readonly comment: string;
  readonly consent: boolean;
}

/** What is wrong with a field: the key of the words for it, and the values that they take. */
export interface Complaint {
  readonly key: PageWordsKey;
  readonly values: AnyValues;
}
/** A public form has the e-mail address besides. */
type Field = keyof SignForm | 'email';
export type Complaints = Partial<Record<Field, Complaint>>;
export type ToldComplaints = Partial<Record<Field, string>>;

/** Reads a posted form: what is to be recorded, or what is wrong with which field. */
export function readSignForm(body: unknown): { form: SignForm } | { complaints: Complaints } {
  return readForm(signForm, body);
}

/** The same for a form of any of these fields. */
export function readForm<Shape extends Partial<Record<Field, z.ZodType>>>(
  schema: z.ZodObject<Shape>,
  body: unknown,
): { form: z.output<z.ZodObject<Shape>> } | { complaints: Complaints } {
  const read = schema.safeParse(fieldsOf(body));
  if (read.success) return { form: read.data };
  const complaints: Complaints = {};
  for (const issue of read.error.issues) {
    const field = issue.path[0];
    if (isField(field, schema.shape)) complaints[field] ??= complaintOf(issue);
  }
  return { complaints };
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
export function typedIn(body: unknown): Typed {
  const text = (name: string) => textIn(body, name);
  return {
    first_name: text('first_name'),
    last_name: text('last_name'),
    postcode: text('postcode'),
    comment: text('comment'),
    consent: fieldsOf(body).consent !== undefined,
  };
}

/** One field of a posted body as it was typed; empty if it is missing or stands twice. */
export function textIn(body: unknown, name: string): string {
  const value = fieldsOf(body)[name];
  return typeof value === 'string' ? value : '';
}

/** A request without a body is a form without fields. */
function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  const isForm = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isForm ? (body as Record<string, unknown>) : {};
}

function isField(name: unknown, shape: object): name is Field {
  return typeof name === 'string' && Object.hasOwn(shape, name);
}

/** A field that is missing or stands twice has no words of the schema's. */
function complaintOf(issue: z.core.$ZodIssue): Complaint {
  const values: AnyValues = issue.code === 'too_big' ? { max: Number(issue.maximum) } : {};
  if (isPageKey(issue.message)) return { key: issue.message, values };
  return { key: MISSING[String(issue.path[0])] ?? 'pages.wrong_once', values };
}

const MISSING: Readonly<Record<string, PageWordsKey>> = {
  first_name: 'pages.wrong_first_name_missing',
  email: 'pages.wrong_email',
};

function isPageKey(text: string): text is PageWordsKey {
  return isWordsKey(text) && text.startsWith('pages.');
}
