/**
 * The words of Outcry, used everywhere (code, flags, messages, documentation) and without synonyms.
 *
 * appeal      the letter as staff write it: Markdown with YAML front matter
 * source      an article that is cited
 * citation    a place in the letter that cites one or more sources
 * note        the numbered entry at the foot that lists a citation's sources
 * petition    what is signed: target, statement, goal
 * template    an MJML file with Handlebars in it, under templates/
 * edition     an appeal in one of its languages: appeal.md and its sibling appeal.es.md
 * variant     a letter, or a subject of it, that is tested against others: A, B, C …
 * trial       variants on a part of the audience; the rest gets the winner
 * message     the compiled letter of one edition: subject, html, text and slots
 * slot        the part of a message that differs from recipient to recipient
 * list        a CSV file of supporters
 * audience    the frozen set of recipients of one campaign
 * supporter   a person, across campaigns
 * recipient   one supporter in one campaign
 * campaign    one appeal sent to one audience
 * batch       at most 1000 recipients that travel in one request
 * ledger      the database that knows what happened to every recipient
 * suppression an address that must not be mailed, and why
 * event       what SendGrid tells us afterwards: processed, delivered, bounce, …
 * sign link   a recipient's own link; a click is a visit of it
 * signature   a supporter's name under the petition; a pending one waits until its signer confirms it
 * share link  a signer's own link to the petition's page: who signs through it is credited to her
 * act         what staff did at once to signatures of a petition: they invalidated them, or redacted comments
 * delivery    what is handed to a petition's target: numbered, names as PDF and CSV
 * consent     what a signer may agree to besides: further mail, to be shown with her comment, …
 */

declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** An address in the form that the ledger compares: trimmed, in lower case, its domain in punycode. */
export type Address = Branded<string, 'Address'>;
/** The campaign as staff name it, such as `keep-the-door-open-2026-11-24`. */
export type CampaignName = Branded<string, 'CampaignName'>;
/** The campaign's number in the ledger, the short form that links carry. */
export type CampaignNumber = Branded<number, 'CampaignNumber'>;
/** 1, 2, 3 … within one campaign, in the order of the list. */
export type RecipientNumber = Branded<number, 'RecipientNumber'>;
/** The number of a signature that its signer has still to confirm. */
export type PendingNumber = Branded<number, 'PendingNumber'>;
/** The number of a signature that counts; share links carry it. */
export type SignatureNumber = Branded<number, 'SignatureNumber'>;
/** The number of what staff did to signatures at once. */
export type ActNumber = Branded<number, 'ActNumber'>;
/** 1, 2, 3 … within one petition. */
export type DeliveryNumber = Branded<number, 'DeliveryNumber'>;
/** 1, 2, 3 … within one campaign. */
export type BatchNumber = Branded<number, 'BatchNumber'>;

/** A supporter's merge fields by name, as the list gives them. */
export type Fields = Readonly<Record<string, string>>;

/** Who a letter comes from, or where its answers go. */
export interface Mailbox {
  readonly email: string;
  readonly name?: string | undefined;
}

/** What is signed. `goal` is a number of signatures. */
export interface Petition {
  readonly slug: string;
  readonly target: string;
  /** Where its signatures are mailed to. */
  readonly target_email?: string | undefined;
  /** The line over the statement, where "Tell the {target}:" does not do. */
  readonly tell?: string | undefined;
  readonly statement: string;
  readonly goal: number;
  /** Further goals, each above the one before: shown once that is reached. */
  readonly stretch?: readonly number[] | undefined;
  /** The last day on which it can be signed, such as `2026-12-31`. */
  readonly closes?: string | undefined;
  /** What is shown of it where its page is shared; a picture is made where it has none. */
  readonly image?: { readonly src: string; readonly alt: string } | undefined;
  /** What a signer may do next. */
  readonly next?: NextStep | undefined;
  /** What its form asks, where that is not the usual. */
  readonly fields?: Readonly<Partial<Record<FieldName, FieldRule | undefined>>> | undefined;
  readonly consents?: readonly Consent[] | undefined;
}

export type FieldName = 'first_name' | 'last_name' | 'email' | 'postcode' | 'country' | 'comment';
export type FieldRule = 'required' | 'optional' | 'no';

/** `text` is in the petition's language; without it, `news` and `show` have words in every language. */
export interface Consent {
  readonly name: string;
  readonly text?: string | undefined;
  readonly required: boolean;
}

export interface NextStep {
  readonly text: string;
  readonly button: string;
  readonly link: string;
}

export interface Recipient {
  readonly number: RecipientNumber;
  readonly email: Address;
  readonly fields: Fields;
}

/** At most this many recipients travel in one request (SendGrid: personalizations of mail/send). */
export const BATCH_SIZE = 1000;
