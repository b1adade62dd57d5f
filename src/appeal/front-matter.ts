import { z } from 'zod';
import { strict } from '../schema.ts';
import { trackSchema } from '../tracking.ts';
import { isCalendarDate } from './calendar.ts';
import { petitionSchema } from './petition-schema.ts';
import { EMPTY, secureAddress, text, webAddress } from './setting.ts';
import { dateAdvice, isLanguage, languageAdvice } from './value-advice.ts';

const email = z.email('it is not an e-mail address');

/** An address, or a name and an address. */
export const mailboxSchema = z.union([
  email.transform((address) => ({ email: address, name: undefined })),
  strict({ name: text.optional(), email }),
]);

/** A picture at the head of the letter. */
const imageSchema = strict({
  src: secureAddress,
  // What is told in its place to who does not see it.
  alt: text,
  link: webAddress.optional(),
});

/** One of several things that a letter asks for; `link` is the recipient's sign link unless given. */
const askSchema = strict({ title: text, text, button: text, link: webAddress.optional() });

const ISO_DATE = String.raw`\d{4}(-\d{2}(-\d{2})?)?`;

/** A date, perhaps partial, or a range of two. */
const dateSchema = z.preprocess(
  (date) => (typeof date === 'number' ? String(date) : date),
  z
    .string({ error: dateAdvice })
    .regex(new RegExp(`^${ISO_DATE}(/${ISO_DATE})?$`), { error: dateAdvice, abort: true })
    .refine((date) => date.split('/').every(isCalendarDate), 'there is no such day in the calendar')
    .refine((date) => {
      const [first = '', last = first] = date.split('/');
      return first <= last;
    }, 'a range starts with its earlier date'),
);

const sourceSchema = strict({
  title: text,
  author: text.transform((name) => [name]).optional(),
  authors: z
    .union([z.array(text).min(1, 'it is empty'), text.transform((name) => [name])])
    .optional(),
  publisher: text.optional(),
  date: dateSchema.optional(),
  accessed: dateSchema.optional(),
  url: webAddress.optional(),
});

const sourceGroup = z.record(z.string(), sourceSchema, 'it is not a group of sources');
/** A CSL-JSON file, as it is seen from the appeal's folder. */
const cslFile = text;

/** One subject, or several that are tested against each other. */
const subjectSchema = z.union([
  text,
  z
    .array(text, 'it is not a list of subjects')
    .min(1, EMPTY)
    .max(8, 'more than eight cannot be tested against each other; take some out')
    .refine(
      (subjects) => new Set(subjects).size === subjects.length,
      'a subject stands there twice; write another one, or take it out',
    ),
]);

export const frontMatterSchema = strict({
  subject: subjectSchema,
  preheader: text.optional(),
  from: mailboxSchema.optional(),
  reply_to: mailboxSchema.optional(),
  template: z
    .string('it is not a text')
    .regex(/^[\w-]+$/, 'a template is named without folder and ending, such as "petition"')
    .default('petition'),
  lang: z
    .string('it is not a text')
    .refine(isLanguage, { error: languageAdvice, abort: true })
    .transform((tag) => Intl.getCanonicalLocales(tag)[0] ?? tag)
    .optional(),
  tagline: text.optional(),
  hotline: strict({ label: text, number: text }).optional(),
  petition: petitionSchema,
  button: text.optional(),
  closing: text.optional(),
  image: imageSchema.optional(),
  asks: z.array(askSchema, 'it is not a list of asks').default([]),
  signers: z.array(text, 'it is not a list; write [One, Two]').default([]),
  team: text.optional(),
  track: trackSchema.optional(),
  citations: z.literal('reuse', 'write "citations: reuse", or leave it out').optional(),
  sources: z.union([sourceGroup, cslFile, z.array(z.union([cslFile, sourceGroup]))]).default({}),
});

/** As it is written, with one subject or several. */
export type Written = z.infer<typeof frontMatterSchema>;

/** The settings of one letter: of several subjects, the one that it has. */
export type FrontMatter = Omit<Written, 'subject'> & { readonly subject: string };

/**
 * The schema of a further edition's front matter: what has no language (sender, template, names, the
 * petition's slug, goals and form) it takes over from the first edition, unless it says otherwise.
 */
export function editionSchema(first: FrontMatter, lang: string) {
  return z.preprocess((raw) => takeOver(raw, first, lang), frontMatterSchema);
}

function takeOver(raw: unknown, first: FrontMatter, lang: string): unknown {
  if (!isGroup(raw)) return raw;
  const { from, reply_to, template, hotline, signers, track, citations } = first;
  const { slug, goal, stretch, closes, image, fields, consents, target_email } = first.petition;
  const shared = { slug, goal, stretch, closes, image, fields, consents, target_email };
  const petition = isGroup(raw.petition) ? { ...shared, ...raw.petition } : raw.petition;
  return { lang, from, reply_to, template, hotline, signers, track, citations, ...raw, petition };
}

function isGroup(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
