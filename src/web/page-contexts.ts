import type { MailChoice } from '../ledger/ledger.ts';
import type { PublicTyped } from './public-form.ts';
import type { Typed } from './sign-form.ts';

/** A petition and how it stands, as the pages show it. */
export interface PetitionView {
  readonly target: string;
  /** The line over the statement as in the letter: "Tell the U.S. Department of Justice:". */
  readonly tell: string;
  readonly statement: string;
  /** The language of these three, and the direction it is written in. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly signatures: number;
  readonly goal: number;
  readonly goal_reached: boolean;
  /** The signatures, but never more than the goal. */
  readonly progress: number;
  readonly percent: number;
}

export interface ComplaintView {
  readonly field: string;
  readonly message: string;
}

/** Which letters a supporter gets, and the form in which she chooses. */
export interface MailChoiceView {
  readonly email: string;
  readonly action: string;
  /** The petition that she may want to hear no more about. */
  readonly about: Pick<PetitionView, 'statement' | 'lang' | 'dir'>;
  /** What holds. */
  readonly is: Readonly<Record<MailChoice, boolean>>;
  /** Suppressed for what she cannot take back here: a bounce, a complaint, staff. */
  readonly is_held: boolean;
}

/** What each page is given, besides the common context. */
export interface PageContexts {
  readonly sign: {
    readonly petition: PetitionView;
    /** Masked: whoever was forwarded the letter learns no address. */
    readonly email: string;
    readonly action: string;
    readonly form: Typed;
    readonly complaints: readonly ComplaintView[];
    readonly errors: Readonly<Record<keyof Typed, string | undefined>>;
  };
  readonly public: {
    readonly petition: PetitionView;
    readonly action: string;
    readonly form: PublicTyped;
    readonly complaints: readonly ComplaintView[];
    readonly errors: Readonly<Record<keyof PublicTyped, string | undefined>>;
    /** Whether there is a way to mail those who sign. */
    readonly is_open: boolean;
    /** The mail to who has just signed could not be sent. */
    readonly unsent: boolean;
  };
  /** After that: a mail asks her to confirm. */
  readonly asked: { readonly petition: PetitionView };
  readonly confirm: {
    readonly petition: PetitionView;
    readonly action: string;
    /** When that was typed which the page shows. */
    readonly of: number;
    /** What was typed under her address, perhaps by somebody else. */
    readonly signer: Pick<Typed, 'postcode' | 'comment' | 'consent'> & { readonly name: string };
    /** It was typed anew since the page was opened. */
    readonly changed: boolean;
  };
  readonly crowded: Record<never, never>;
  readonly thanks: { readonly petition: PetitionView; readonly again: boolean };
  readonly unsubscribe: MailChoiceView;
  /** After that, and when the link is opened again: what holds, and how to change it. */
  readonly unsubscribed: MailChoiceView;
  /** The unsubscribe link of a copy that is looked at in the browser. */
  readonly 'not-yours': { readonly email: string };
  readonly 'not-found': Record<never, never>;
  readonly error: { readonly our_fault: boolean };
}
export type PageName = keyof PageContexts;

/** Who stands behind the pages. `address` is the postal one. */
export interface Organisation {
  readonly name: string;
  readonly address: string;
  readonly url?: string | undefined;
}

/** What every page is given; `complaints` so that the layout can name them in the title. */
export interface CommonContext {
  readonly organisation: Organisation;
  readonly style: string;
  /** The language of the page, and the direction it is written in. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly complaints: readonly ComplaintView[];
}

const petition: PetitionView = {
  target: 'Council',
  tell: 'Tell the Council:',
  statement: 'Keep the library open.',
  lang: 'en',
  dir: 'ltr',
  signatures: 10,
  goal: 100,
  goal_reached: false,
  progress: 10,
  percent: 10,
};
const reached: PetitionView = { ...petition, signatures: 100, goal_reached: true };
const form: Typed = { first_name: '', last_name: '', postcode: '', comment: '', consent: false };
const wrong = { first_name: '?', last_name: '?', postcode: '?', comment: '?', consent: '?' };
const right = {
  first_name: undefined,
  last_name: undefined,
  postcode: undefined,
  comment: undefined,
  consent: undefined,
};
const open = {
  petition,
  action: '/',
  form: { ...form, email: '' },
  complaints: [],
  errors: { ...right, email: undefined },
  is_open: true,
  unsent: false,
};
const signer = { name: 'Rosa', postcode: '', comment: '', consent: false };
const sign = { petition, email: 'r…@example.org', action: '/', form, errors: right };
const nothing = { all: false, monthly: false, petition: false, none: false };
const none = { ...nothing, none: true };
const choice = { email: sign.email, action: '/', about: petition, is_held: false };

/**
 * Contexts with which every page is rendered once at the start, so that a misspelt name stops
 * `serve` and not the first supporter.
 */
export const SAMPLES: { readonly [Name in PageName]: readonly PageContexts[Name][] } = {
  sign: [
    { ...sign, complaints: [] },
    { ...sign, complaints: [{ field: 'first_name', message: '?' }], errors: wrong },
  ],
  public: [
    open,
    { ...open, errors: { ...wrong, email: '?' }, unsent: true },
    { ...open, is_open: false },
  ],
  asked: [{ petition }],
  confirm: [
    { petition, action: '/', of: 1, signer, changed: false },
    {
      petition,
      action: '/',
      of: 1,
      signer: { ...signer, postcode: '?', comment: '?', consent: true },
      changed: true,
    },
  ],
  crowded: [{}],
  thanks: [
    { petition, again: false },
    { petition: reached, again: true },
  ],
  unsubscribe: [{ ...choice, is: { ...nothing, all: true } }],
  unsubscribed: [
    { ...choice, is: none },
    { ...choice, is: none, is_held: true },
    { ...choice, is: { ...nothing, all: true } },
    { ...choice, is: { ...nothing, monthly: true } },
    { ...choice, is: { ...nothing, petition: true } },
  ],
  'not-yours': [{ email: sign.email }],
  'not-found': [{}],
  error: [{ our_fault: true }, { our_fault: false }],
};
