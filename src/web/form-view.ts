import type { FieldName } from '../terms.ts';
import type { Words } from '../words/make-words.ts';
import type { Asked, AskedConsent, AskedField } from './asked.ts';
import { countriesIn } from './countries.ts';
import type { ComplaintView, ConsentView, FieldView, FormView } from './page-contexts.ts';
import type { ToldComplaints, Typed } from './sign-form.ts';

interface Filled {
  readonly typed: Typed;
  readonly found?: ToldComplaints;
  /** Fields that may stay empty, because what belongs there is known. */
  readonly kept?: readonly FieldName[];
}

/** A form as a page shows it, in the words of a language. */
export function formView(asked: Asked, words: Words, filled: Filled): FormView {
  return {
    fields: asked.fields.map((field) => fieldView(field, words, filled)),
    consents: asked.consents.map((consent) => consentView(consent, words, filled)),
  };
}

/** What is wrong, in the order in which the page asks. */
export function complaintViews(
  { fields, consents }: Asked,
  found: ToldComplaints,
): ComplaintView[] {
  const names = [...fields.map(({ name }) => name), ...consents.map(({ field }) => field)];
  return names.flatMap((field) => {
    const message = found[field];
    return message === undefined ? [] : [{ field, message }];
  });
}

const AUTOCOMPLETE: Readonly<Record<FieldName, string>> = {
  first_name: 'given-name',
  last_name: 'family-name',
  email: 'email',
  postcode: 'postal-code',
  country: 'country',
  comment: 'off',
};

function fieldView(
  { name, required, max }: AskedField,
  words: Words,
  { typed, found = {}, kept = [] }: Filled,
): FieldView {
  const value = typed[name] ?? '';
  const isKept = kept.includes(name);
  return {
    name,
    label: words.say(name === 'email' ? 'pages.public_email' : `pages.${name}`),
    note: isKept ? words.say('pages.kept') : required ? undefined : words.say('pages.optional'),
    required: required && !isKept,
    max,
    autocomplete: AUTOCOMPLETE[name],
    value,
    error: found[name],
    is_lines: name === 'comment',
    is_email: name === 'email',
    countries:
      name === 'country'
        ? countriesIn(words.lang).map((one) => ({ ...one, chosen: one.code === value }))
        : undefined,
  };
}

function consentView(
  { field, name, text, required }: AskedConsent,
  words: Words,
  { typed, found = {} }: Filled,
): ConsentView {
  return {
    field,
    text: text ?? words.say(wordsOf(name)),
    required,
    ticked: typed[field] !== undefined,
    error: found[field],
  };
}

/** Only these two come without words of the appeal's own. */
function wordsOf(name: string): 'pages.consent' | 'pages.consent_show' {
  return name === 'show' ? 'pages.consent_show' : 'pages.consent';
}
