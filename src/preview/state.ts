/** What the server tells the page, as JSON. The browser's code takes these types, and no values. */

/** Some lines of a file, the first of them `first`. */
export interface Excerpt {
  readonly first: number;
  readonly lines: readonly string[];
}

export interface ShownProblem {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly what: string;
  readonly fix?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly length?: number | undefined;
  /** Undefined if the file cannot be read, or is a very large list. */
  readonly excerpt?: Excerpt | undefined;
}

/** Why a recipient's copy is likely to be the one that goes wrong. */
export type Hardship = 'name' | 'missing' | 'direction' | 'odd';

export interface HardRecipient {
  readonly why: Hardship;
  readonly row: number;
  /** What makes her hard, in words. */
  readonly detail: string;
}

/** What is known of the lists so far. */
export interface ShownLists {
  readonly files: readonly string[];
  /** Recipients that were read so far: each address once, rows that cannot be mailed left out. */
  readonly count: number;
  readonly isRead: boolean;
  /** Grows whenever other people stand in the rows. */
  readonly reading: number;
  readonly hardest: readonly HardRecipient[];
  /** The row of `--to`; 0 while it is not found. */
  readonly toRow: number;
}

export interface ShownEdition {
  readonly lang: string;
  /** The language's own name. */
  readonly name: string;
}

/**
 * `new`: what was saved last is shown. `old`: it could not be made into a letter, and the last good
 * version is shown. `none`: there was no good version yet.
 */
export type Standing = 'new' | 'old' | 'none';

export interface PreviewState {
  /** Differs from one start of the preview to the next. */
  readonly run: string;
  readonly file: string;
  readonly standing: Standing;
  /** Counts what was saved, and of that, what could be shown. */
  readonly save: number;
  readonly version: number;
  /** Milliseconds since 1970 of the last save, and of the version that is shown. */
  readonly savedAt: number;
  readonly shownAt: number;
  /** Whether the lists were checked to their ends against this version. */
  readonly isChecked: boolean;
  readonly problems: readonly ShownProblem[];
  readonly editions: readonly ShownEdition[];
  readonly lists: ShownLists;
  /** The address that `--to` names. */
  readonly to: string | undefined;
}

/** One recipient's finished copy, but for the html, which the letter's frame fetches itself. */
export interface ShownCopy {
  /** 0 if there is no list: nothing is known of the recipient. */
  readonly row: number;
  readonly email: string;
  readonly name: string;
  readonly place: string;
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly from: string;
  readonly subject: string;
  /** What an inbox shows behind the subject: the preheader, then the letter's first words. */
  readonly preheader: string;
  readonly opening: string;
  readonly text: string;
  /** Bytes of the finished html and text, and of what differs in this copy, with their limits. */
  readonly bytes: Readonly<Record<'html' | 'text' | 'own', number>>;
  readonly limits: Readonly<Record<'html' | 'own', number>>;
  /** Merge fields of the letter that are empty for her. */
  readonly missing: readonly string[];
  /** Why she cannot get this letter. */
  readonly complaint?: string | undefined;
}

export interface FoundRecipient {
  readonly row: number;
  readonly email: string;
  readonly name: string;
}

export interface FoundRecipients {
  readonly found: readonly FoundRecipient[];
  /** There are more than these. */
  readonly hasMore: boolean;
}
