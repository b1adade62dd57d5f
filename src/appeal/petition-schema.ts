import { z } from 'zod';
import { FIELD_RULES, OWN_CONSENTS } from '../petition.ts';
import { strict } from '../schema.ts';
import type { Consent } from '../terms.ts';
import { isCalendarDate } from './calendar.ts';
import { secureAddress, text, webAddress } from './setting.ts';
import { dateAdvice, numberAdvice } from './value-advice.ts';

const goal = z
  .number({ error: numberAdvice })
  .int('it is not a whole number')
  .positive('it is not above 0');

const rule = z.enum(FIELD_RULES, 'write required, optional or no');
const ALWAYS =
  'an e-mail address is always asked for, as it is what makes a signature count once; take the line out';

const fields = strict({
  first_name: rule.optional(),
  last_name: rule.optional(),
  email: z.literal('required', ALWAYS).optional(),
  postcode: rule.optional(),
  country: rule.optional(),
  comment: rule.optional(),
});

const isOwn = (name: string) => OWN_CONSENTS.some((own) => own === name);
const OWN = `${OWN_CONSENTS.join(' or ')}, whose words there are, or { name: age, text: I am 16 or older. }`;

/** The name of one whose words there are, or a name and words of the appeal's own. */
const consent = z.union([
  z
    .string(`it is not ${OWN}`)
    .refine(isOwn, `it is not ${OWN}`)
    .transform((name): Consent => ({ name, required: false })),
  strict({
    name: z
      .string('it is not a text')
      .regex(/^[a-z][a-z0-9_]{0,29}$/, 'a name has small letters, digits and _ only'),
    text: text.optional(),
    required: z.boolean('write true or false').default(false),
  })
    .refine(({ name, text: words }) => words !== undefined || isOwn(name), {
      path: ['text'],
      message: 'it is missing; write what the signer agrees to',
    })
    .refine(({ name, required }) => !required || !isOwn(name), {
      path: ['required'],
      message:
        'to agree to further mail, or to be shown, cannot be a condition of signing; take it out',
    }),
]);

const MOST_CONSENTS = 5;

const consents = z
  .array(consent, 'it is not a list; write [news, show]')
  .max(MOST_CONSENTS, `more than ${MOST_CONSENTS} boxes keep people from signing; take some out`)
  .superRefine((list, context) => {
    list.forEach(({ name }, index) => {
      if (list.findIndex((one) => one.name === name) === index) return;
      context.addIssue({ code: 'custom', path: [index], message: 'its name stands there twice' });
    });
  });

const closes = z
  .string({ error: dateAdvice })
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'a day is written 2026-12-31; write it so', abort: true })
  .refine(isCalendarDate, 'there is no such day in the calendar');

/** What is signed, and what its form asks. */
export const petitionSchema = strict({
  slug: z
    .string('it is not a text')
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug has small letters, digits and single hyphens only'),
  target: text,
  // Where "signatures deliver --send" mails its names.
  target_email: z.email('it is not an e-mail address').optional(),
  statement: text,
  // Instead of "Tell the {target}:", where the language needs other words.
  tell: text.optional(),
  goal,
  stretch: z.array(goal, 'it is not a list; write [75000, 100000]').optional(),
  closes: closes.optional(),
  image: strict({ src: secureAddress, alt: text }).optional(),
  next: strict({ text, button: text, link: webAddress }).optional(),
  fields: fields.optional(),
  consents: consents.optional(),
}).superRefine((petition, context) => {
  const { goal: first, stretch = [] } = petition;
  stretch.forEach((one, index) => {
    if (one > (stretch[index - 1] ?? first)) return;
    const message = 'it is not above the goal before it; write further goals, the smallest first';
    context.addIssue({ code: 'custom', path: ['stretch', index], message });
  });
});
