import type { MailChoice } from '../ledger/ledger.ts';
import type { NextStep } from '../terms.ts';
import type { PostedField } from './posted-fields.ts';

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
  /** The first goal that is not reached, or the last. */
  readonly goal: number;
  readonly goal_reached: boolean;
  /** The goal that it began with, where `goal` is a later one. */
  readonly first_goal: number | undefined;
  /** The signatures, but never more than the goal. */
  readonly progress: number;
  readonly percent: number;
}

/** What a form asks, with what was typed and what is wrong with it. */
export interface FormView {
  readonly fields: readonly FieldView[];
  readonly consents: readonly ConsentView[];
}

export interface FieldView {
  readonly name: string;
  readonly label: string;
  /** Behind the label: that it may stay empty, and why. */
  readonly note: string | undefined;
  readonly required: boolean;
  readonly max: number;
  readonly autocomplete: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly is_lines: boolean;
  readonly is_email: boolean;
  /** Of the field in which one of them is chosen. */
  readonly countries: readonly CountryView[] | undefined;
}

export interface CountryView {
  readonly code: string;
  readonly name: string;
  readonly chosen: boolean;
}

export interface ConsentView {
  readonly field: string;
  readonly text: string;
  readonly required: boolean;
  readonly ticked: boolean;
  readonly error: string | undefined;
}

/** Where a signer can tell others, with her own link. */
export interface ShareView {
  readonly link: string;
  readonly mail: string;
  readonly whatsapp: string;
  readonly bluesky: string;
  readonly facebook: string;
}

/** What other sites show of a page that is shared there (Open Graph). */
export interface SocialView {
  readonly url: string;
  readonly image: string;
  readonly image_alt: string;
  /** Of a picture that is made here, in pixels. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
}

/** Whom the page takes its visitor for, and where to go if that is somebody else. */
export interface KnownView {
  /** Empty where the list has none. */
  readonly first_name: string;
  /** Masked: whoever was forwarded the letter learns no address. */
  readonly email: string;
  readonly not_you: string;
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

/** What was posted and could not be taken, to be sent again; empty where nothing was. */
interface NotTaken {
  readonly posted: readonly PostedField[];
}

/** What each page is given, besides the common context. */
export interface PageContexts {
  readonly sign: {
    readonly petition: PetitionView;
    readonly known: KnownView;
    readonly action: string;
    readonly form: FormView;
    readonly complaints: readonly ComplaintView[];
  };
  readonly public: {
    readonly petition: PetitionView;
    readonly action: string;
    readonly form: FormView;
    readonly complaints: readonly ComplaintView[];
    /** Whether there is a way to mail those who sign. */
    readonly is_open: boolean;
    /** When the page was opened, signed, for the form to carry. */
    readonly opened: string;
    /** The mail to who has just signed could not be sent. */
    readonly unsent: boolean;
    /** Nothing is wrong with what was typed, but a machine may have typed it. */
    readonly unsure: boolean;
    readonly comments: readonly { readonly first_name: string; readonly comment: string }[];
    readonly social: SocialView;
  };
  /** A petition that cannot be signed any more. */
  readonly closed: {
    readonly petition: PetitionView;
    readonly date: string;
    readonly social: SocialView | undefined;
  };
  /** After that: a mail asks her to confirm. */
  readonly asked: { readonly petition: PetitionView };
  readonly confirm: {
    readonly petition: PetitionView;
    readonly action: string;
    /** When that was typed which the page shows. */
    readonly of: number;
    /** What was typed under her address, perhaps by somebody else. */
    readonly signer: {
      readonly name: string;
      readonly postcode: string;
      readonly country: string;
      readonly comment: string;
      /** What she agrees to, in the words of the form. */
      readonly consents: readonly string[];
    };
    /** It was typed anew since the page was opened. */
    readonly changed: boolean;
  };
  /** What was typed is deleted, because it was not confirmed in time. */
  readonly expired: { readonly days: number };
  readonly crowded: NotTaken;
  readonly busy: NotTaken;
  readonly thanks: {
    readonly petition: PetitionView;
    readonly again: boolean;
    /** Of a signature that came from a letter, which may have been forwarded. */
    readonly known: KnownView | undefined;
    /** Where the petition can still be signed. */
    readonly share: ShareView | undefined;
    readonly next: NextStep | undefined;
  };
  readonly unsubscribe: MailChoiceView;
  /** After that, and when the link is opened again: what holds, and how to change it. */
  readonly unsubscribed: MailChoiceView;
  /** The unsubscribe link of a copy that is looked at in the browser. */
  readonly 'not-yours': { readonly email: string };
  readonly 'not-found': Record<never, never>;
  readonly error: NotTaken & { readonly our_fault: boolean };
}
export type PageName = keyof PageContexts;

/** Who stands behind the pages. `address` is the postal one. */
export interface Organisation {
  readonly name: string;
  readonly address: string;
  readonly url?: string | undefined;
}

/** What every page is given; the layout names the complaints in the title, and `social` in the head. */
export interface CommonContext {
  readonly organisation: Organisation;
  readonly style: string;
  /** The language of the page, and the direction it is written in. */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly complaints: readonly ComplaintView[];
  readonly social: SocialView | undefined;
}
