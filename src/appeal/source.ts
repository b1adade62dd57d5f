import type { Checked, Place } from '../problem.ts';

/** An article that is cited, as the front matter or a CSL-JSON file gives it. */
export interface Source {
  readonly key: string;
  readonly title: string;
  /** Names as they are read: given name first. */
  readonly authors?: readonly string[] | undefined;
  /** Paper, site, publisher or court, as one text. */
  readonly publisher?: string | undefined;
  /**
   * ISO 8601, perhaps partial (`2018-03`), perhaps a range (`2018-03-13/2018-03-15`); a season is
   * month 21 to 24 and `~` means "about", as in EDTF (https://www.loc.gov/standards/datetime/).
   * Whatever else stands here is a date in words.
   */
  readonly date?: string | undefined;
  /** When it was looked at, in the same form. */
  readonly accessed?: string | undefined;
  /** Where in the paper or journal it stands. */
  readonly pages?: string | undefined;
  readonly url?: string | undefined;
}

/** A source and what the letter says about it, such as "see " in front and ", p. 3" behind. */
export interface CitedSource extends Source {
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
}

/** A source that may be cited. Its reading and its place are looked up when they are asked for. */
export interface SourceEntry {
  readonly key: string;
  readonly read: () => Checked<Source>;
  /** Of the whole, or of its date or address. */
  readonly where: (part?: 'date' | 'url') => Place;
  /** Of a file that may hold a whole library, only what is cited matters. */
  readonly isFromFile: boolean;
  /** Another source that was given under the same key. */
  readonly double?: SourceEntry | undefined;
}

/** All that may be cited, by key. */
export type Sources = ReadonlyMap<string, SourceEntry>;
