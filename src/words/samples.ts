/**
 * The fixed words of letters, pages and mails: every key that a file of templates/words may have,
 * with samples of the values that its message is given. A new key goes here, into en.yaml, and into
 * the other languages; a test holds them together.
 */
export const SAMPLES = {
  letter: {
    sources: {},
    unsubscribe: {},
    back: {},
    view: {},
    button: {},
    note: { number: 4 },
    // the dates of sources: when one was looked at; about when; seasons
    accessed: { date: 'March 13, 2018' },
    about: { date: '2018' },
    spring: { year: '2018' },
    summer: { year: '2018' },
    autumn: { year: '2018' },
    winter: { year: '2018' },
    why: { organisation: 'Safe Harbour' },
    /** `first_word` in small letters, and the `rest`, for languages whose articles matter here. */
    tell: { target: 'the Council', first_word: 'the', rest: 'Council' },
  },
  pages: {
    // every page
    footer: {},
    // the sign form
    check_title: {},
    check_heading: {},
    add_your_name: {},
    signing_as: { email: 'r…@example.org' },
    signing_as_name: { first_name: 'Rosa', email: 'r…@example.org' },
    not_you: { first_name: 'Rosa' },
    not_you_either: {},
    sign_as_yourself: {},
    first_name: {},
    last_name: {},
    postcode: {},
    country: {},
    choose: {},
    comment: {},
    optional: {},
    required: {},
    kept: {},
    consent: {},
    consent_show: {},
    sign: {},
    privacy: { organisation: 'Safe Harbour' },
    // what may be wrong with it
    wrong_first_name_missing: {},
    wrong_first_name_long: { max: 100 },
    wrong_first_name_plain: {},
    wrong_last_name_long: { max: 100 },
    wrong_last_name_plain: {},
    wrong_last_name_missing: {},
    wrong_postcode_long: { max: 20 },
    wrong_postcode_plain: {},
    wrong_postcode_missing: {},
    wrong_country: {},
    wrong_country_missing: {},
    wrong_comment_long: { max: 1000 },
    wrong_comment_plain: {},
    wrong_comment_missing: {},
    wrong_consent_missing: {},
    wrong_email: {},
    wrong_once: {},
    // how the petition stands
    count: { signatures: 1, goal: 100 },
    count_reached: { signatures: 100, goal: 100 },
    count_first: { goal: 50 },
    percent: { percent: 10 },
    // after signing
    thanks_title: {},
    thanks_heading: {},
    thanks_new: {},
    thanks_again: {},
    thanks_close: {},
    share_title: {},
    share_lead: {},
    share_mail: {},
    share_link: {},
    share_subject: {},
    share_told: { statement: 'Keep the library open.' },
    next_title: {},
    // the letter in the browser
    not_yours_title: {},
    not_yours_lead: { organisation: 'Safe Harbour', email: 'r…@example.org' },
    not_yours_own: {},
    // unsubscribing
    unsubscribe_title: {},
    unsubscribe_lead: { organisation: 'Safe Harbour', email: 'r…@example.org' },
    unsubscribe_button: {},
    unsubscribe_stay: {},
    unsubscribed_title: {},
    unsubscribed_lead: { organisation: 'Safe Harbour', email: 'r…@example.org' },
    unsubscribed_thanks: {},
    // which letters she wants instead
    choice_title: {},
    choice_none: {},
    choice_monthly: {},
    choice_petition: {},
    choice_all: {},
    choice_reason: {},
    choice_change: {},
    choice_button: {},
    choice_all_title: {},
    choice_all_lead: { organisation: 'Safe Harbour', email: 'r…@example.org' },
    choice_monthly_title: {},
    choice_monthly_lead: { organisation: 'Safe Harbour', email: 'r…@example.org' },
    choice_petition_title: {},
    choice_petition_lead: { organisation: 'Safe Harbour', email: 'r…@example.org' },
    choice_held: {},
    // the public page
    public_email: {},
    public_how: {},
    public_closed_title: {},
    public_closed_lead: {},
    public_unsent_title: {},
    public_unsent_lead: {},
    unsure_title: {},
    unsure_lead: {},
    leave_empty: {},
    comments_title: {},
    // a petition that cannot be signed any more
    closed_title: {},
    closed_lead: { date: 'December 31, 2026' },
    closed_thanks: { organisation: 'Safe Harbour' },
    // the word of a public signer
    asked_title: {},
    asked_lead: {},
    asked_wait: {},
    asked_none: {},
    confirm_title: {},
    confirm_lead: {},
    confirm_name: {},
    confirm_consents: {},
    confirm_changed: {},
    confirm_button: {},
    confirm_not_you: {},
    expired_title: {},
    expired_lead: { days: 30 },
    crowded_title: {},
    crowded_lead: {},
    busy_title: {},
    busy_lead: {},
    again_lead: {},
    again_button: {},
    again_open: {},
    // a link that leads nowhere
    lost_title: {},
    lost_lead: {},
    lost_reopen: {},
    lost_copy: {},
    lost_answer: {},
    // what did not work
    error_title: {},
    error_ours: {},
    error_theirs: {},
    error_theirs_advice: {},
  },
  /** What is handed to a petition's target, and the mail that it travels with. */
  delivery: {
    title: { target: 'the Council' },
    signed_by: { signatures: 2 },
    lead: { organisation: 'Safe Harbour' },
    number: {},
    volume: {},
    of: { part: 1, parts: 3 },
    here: {},
    total: {},
    note: {},
    by_place: {},
    country: {},
    state: {},
    elsewhere: {},
    signatures: {},
    name: {},
    place: {},
    comment: {},
    page: { page: 1, pages: 10 },
    subject: { signatures: 2 },
    mail_lead: { organisation: 'Safe Harbour', signatures: 2 },
    mail_part: { part: 1, parts: 3 },
    mail_files: {},
  },
  mail: {
    subject: {},
    lead: { organisation: 'Safe Harbour' },
    ask: {},
    button: {},
    not_you: {},
    why: { organisation: 'Safe Harbour' },
  },
} as const;

type Samples = typeof SAMPLES;
export type WordsGroup = keyof Samples;
type NamesOf<Group extends WordsGroup> = keyof Samples[Group] & string;

/** Such as `letter.unsubscribe`. */
export type WordsKey = { [Group in WordsGroup]: `${Group}.${NamesOf<Group>}` }[WordsGroup];
export type PageWordsKey = Extract<WordsKey, `pages.${string}`>;

/** The values that a key's message is given, by name. */
export type WordsValues<Key extends WordsKey> = Key extends `${infer Group}.${infer Name}`
  ? Group extends WordsGroup
    ? Name extends NamesOf<Group>
      ? { readonly [Value in keyof Samples[Group][Name]]: Widened<Samples[Group][Name][Value]> }
      : never
    : never
  : never;
type Widened<Value> = Value extends number ? number : string;

export type AnyValues = Readonly<Record<string, string | number>>;

/** The samples by key, as `SAMPLES` has them. */
export const SAMPLE_VALUES: ReadonlyMap<WordsKey, AnyValues> = new Map(
  Object.entries(SAMPLES).flatMap(([group, names]) =>
    Object.entries(names).map(([name, values]) => [`${group}.${name}` as WordsKey, values]),
  ),
);

/** `<b>` may stand around the values that pages show; letters and titles are plain text. */
export function mayBeBold(key: WordsKey): boolean {
  return key.startsWith('pages.') && Object.keys(SAMPLE_VALUES.get(key) ?? {}).length > 0;
}

export function isWordsKey(key: string): key is WordsKey {
  return SAMPLE_VALUES.has(key as WordsKey);
}
