/** What is handed over, as its documents hold it. */
import type { Han } from '../typeset/font-packages.ts';
import type { Paper } from '../typeset/paper.ts';
import type { Words } from '../words/make-words.ts';

/** One signature, as the target gets to see it. */
export interface NameRow {
  /** 1, 2, 3 … within the delivery. */
  readonly number: number;
  readonly name: string;
  readonly place: string;
  readonly comment: string;
  /** By which forms its Chinese characters are to be drawn. */
  readonly han: Han;
}

/** How many signatures are from one place. */
export interface PlaceCount {
  /** In words; empty for those of which it is not known. */
  readonly place: string;
  readonly signatures: number;
}

/** What the cover letter says. */
export interface Cover {
  readonly words: Words;
  readonly paper: Paper;
  readonly colour: string;
  readonly organisation: { readonly name: string; readonly address: string };
  readonly target: string;
  readonly statement: string;
  /** The day, in milliseconds since 1970. */
  readonly at: number;
  /** The zone of that day; this machine's unless said. */
  readonly zone: string | undefined;
  readonly number: number;
  /** Of this delivery, and of all so far. */
  readonly signatures: number;
  readonly total: number;
  /** What the places of the table are: a country, a state. */
  readonly by: string;
  readonly places: readonly PlaceCount[];
  /** Where it holds the signatures of one place only. */
  readonly place: string | undefined;
  readonly volume: { readonly number: number; readonly of: number } | undefined;
}
