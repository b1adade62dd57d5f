/** Merge fields that Outcry fills in itself: no column may take their place. */
export const RESERVED_FIELDS: readonly string[] = ['sign_link', 'unsubscribe_link', 'view_link'];

/**
 * The forms, without case and punctuation, in which the columns that letters use most are exported:
 * by ActionKit (`zip` is the American five digits beside `postal`), Action Network (`zip_code`,
 * `can2_user_city`), Mailchimp (`Email Address`, `FNAME`), Google Contacts (`E-mail 1 - Value`, `Given
 * Name`), NationBuilder (`primary_zip`), EveryAction (`PreferredEmail`, `Zip/Postal`), Salsa
 * (`First_Name`), CiviCRM (`Home-Email`). Where a list has several of a field, the first form wins.
 */
const FORMS: readonly (readonly [field: string, forms: string])[] = [
  [
    'email',
    'email emailaddress emailaddr primaryemail primaryemailaddress preferredemail preferredemailaddress email1 email1value email1address mail mailaddress emailadresse homeemail personalemail contactemail supporteremail subscriberemail useremail courriel correoelectronico correoelectrónico',
  ],
  ['first_name', 'firstname fname givenname forename first userfirstname contactfirstname'],
  [
    'last_name',
    'lastname lname surname familyname last lastororgname userlastname contactlastname',
  ],
  [
    'postcode',
    'postcode postalcode postal zippostalcode zippostal zipcode zip zip5 primarypostalcode primaryzip primaryzipcode addresszip addresspostalcode mailingzip mailingzippostal homezip homepostalcode address1postalcode can2userzipcode userzip',
  ],
  ['city', 'city can2usercity primarycity addresscity mailingcity homecity address1city usercity'],
  [
    'state',
    'state stateprovince stateorprovince can2stateabbreviated can2userstate primarystate addressstate mailingstate homestate address1region userstate',
  ],
];
const FORM = new Map(
  FORMS.flatMap(([field, forms]) =>
    forms.split(' ').map((form, rank) => [form, { field, rank }] as const),
  ),
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
  return commonForm(column)?.field ?? ownField(column);
}

/** The field of which a column's name is a common form; the lower the rank, the better it fits. */
export function commonForm(column: string): { field: string; rank: number } | undefined {
  return FORM.get(wordsOf(column).join(''));
}

/** The merge field that a column becomes by its own name. */
export function ownField(column: string): string | undefined {
  const words = wordsOf(column);
  return words.length === 0 ? undefined : writable(words.join('_'));
}

/** Whether two names of columns are the same but for case, punctuation and white space. */
export function isSameColumn(one: string, other: string): boolean {
  return wordsOf(one).join(' ') === wordsOf(other).join(' ') && wordsOf(one).length > 0;
}

function wordsOf(column: string): readonly string[] {
  return (
    column
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

function writable(field: string): string {
  const isTaken = WORDS_OF_HANDLEBARS.has(field) || /^\d+$/.test(field);
  return isTaken ? `column_${field}` : field;
}
