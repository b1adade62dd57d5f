/** Merge fields that Outcry fills in itself: no column may take their place. */
export const RESERVED_FIELDS: readonly string[] = ['sign_link', 'unsubscribe_link', 'view_link'];

/** The common forms of the columns that letters use most, without case and punctuation. */
const FORMS: readonly (readonly [field: string, ...forms: string[]])[] = [
  ['email', 'email', 'emailaddress', 'emailaddr', 'mail', 'mailaddress', 'primaryemail'],
  ['first_name', 'firstname', 'first', 'fname', 'givenname', 'forename'],
  ['last_name', 'lastname', 'last', 'lname', 'surname', 'familyname'],
  ['postcode', 'postcode', 'postalcode', 'postal', 'zip', 'zipcode', 'zippostalcode'],
];
const FIELD_OF_FORM = new Map(
  FORMS.flatMap(([field, ...forms]) => forms.map((form) => [form, field] as const)),
);

/** Words that mean something else in a letter's `{{…}}`. */
const WORDS_OF_HANDLEBARS = new Set(
  'as blockHelperMissing default each else false helperMissing if log lookup null this true undefined unless with'
    .toLowerCase()
    .split(' '),
);

/**
 * The merge field that a column becomes: `E-mail Address` → `email`, `Last gift ($)` → `last_gift`,
 * `Prénom` → `prénom`. Letters and digits of all scripts stay, in lower case and Unicode NFC; the
 * result can be written in `{{…}}`. Undefined if nothing is left.
 */
export function mergeFieldOf(column: string): string | undefined {
  const words = column
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  if (words === null) return undefined;
  return FIELD_OF_FORM.get(words.join('')) ?? writable(words.join('_'));
}

function writable(field: string): string {
  const isTaken = WORDS_OF_HANDLEBARS.has(field) || /^\d+$/.test(field);
  return isTaken ? `column_${field}` : field;
}
