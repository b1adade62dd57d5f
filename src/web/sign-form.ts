import { z } from 'zod';

// Line breaks and other control characters, and the marks that turn text around: none belongs in a
// name, and in mail headers and exports they do harm.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const UNPRINTABLE_BUT_LINES = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/u;

const typed = z.string().normalize('NFC').trim();

function line(label: string, max: number) {
  return typed
    .max(max, `${label} may have at most ${max} characters.`)
    .refine((text) => !UNPRINTABLE.test(text), `${label} must be one line of plain text.`);
}

/** The sign form as it is posted: the one schema for what is shown, checked and recorded. */
export const signForm = z.object({
  first_name: line('Your first name', 100).min(1, 'Write your first name.'),
  last_name: line('Your last name', 100).default(''),
  postcode: line('Your postcode', 20).default(''),
  comment: z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n'))
    .pipe(typed)
    .pipe(
      z
        .string()
        .max(1000, 'Your comment may have at most 1,000 characters.')
        .refine((text) => !UNPRINTABLE_BUT_LINES.test(text), 'Your comment must be plain text.'),
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
export type Complaints = Partial<Record<keyof SignForm, string>>;

/** Reads a posted form: what is to be recorded, or what is wrong with which field. */
export function readSignForm(body: unknown): { form: SignForm } | { complaints: Complaints } {
  const read = signForm.safeParse(fieldsOf(body));
  if (read.success) return { form: read.data };
  const complaints: Complaints = {};
  for (const issue of read.error.issues) {
    const field = issue.path[0];
    if (isField(field)) complaints[field] ??= sentence(issue);
  }
  return { complaints };
}

/** What stands in a posted body, whatever it is, for the form that is shown again. */
export function typedIn(body: unknown): Typed {
  const fields = fieldsOf(body);
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    first_name: text('first_name'),
    last_name: text('last_name'),
    postcode: text('postcode'),
    comment: text('comment'),
    consent: fields.consent !== undefined,
  };
}

/** A request without a body is a form without fields. */
function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  const isForm = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isForm ? (body as Record<string, unknown>) : {};
}

function isField(name: unknown): name is keyof SignForm {
  return typeof name === 'string' && Object.hasOwn(signForm.shape, name);
}

/** A field that is missing or stands twice has no sentence of ours. */
function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_type') return issue.message;
  return issue.path[0] === 'first_name' ? 'Write your first name.' : 'Fill in this field once.';
}
