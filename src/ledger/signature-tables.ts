/** The tables of what is signed; the others stand in `schema.ts`. */
import type { Generated } from 'kysely';
import type { ActKind, CommentState } from './signature-ledger.ts';

export interface SignaturesTable {
  id: Generated<number>;
  petition: string;
  email: string;
  first_name: string;
  last_name: string;
  postcode: string;
  country: string;
  comment: string;
  /** To further mail. */
  consent: number;
  /** The names of the others, as JSON. */
  consents: Generated<string>;
  campaign: number | null;
  recipient: number | null;
  /** The signature whose share link it came through. */
  shared_by: Generated<number | null>;
  comment_state: Generated<CommentState>;
  at: number;
  /** Of the IP address, a hash of its day; empty in those from before it was kept. */
  network: Generated<string>;
  /** The act of staff by which it does not count. */
  invalidated_by: Generated<number | null>;
  /** The act by which its comment is nowhere shown or handed over. */
  redacted_by: Generated<number | null>;
  /** The number of the delivery that it was in first. */
  delivery: Generated<number | null>;
}

/** What staff took out of the signatures of a petition. */
export interface SignatureActsTable {
  number: Generated<number>;
  petition: string;
  kind: ActKind;
  /** Which, as staff chose them: the condition, or numbers. */
  chosen: string;
  reason: string;
  by: string;
  at: number;
  signatures: number;
  undone_by: Generated<string | null>;
  undone_at: Generated<number | null>;
}

/** What staff have decided of petitions; most have no row. */
export interface PetitionsTable {
  slug: string;
  state: 'open' | 'closed';
  at: number;
}

export interface PendingSignaturesTable {
  number: Generated<number>;
  email: string;
  petition: string;
  lang: string;
  first_name: string;
  last_name: string;
  postcode: string;
  country: string;
  comment: string;
  consent: number;
  consents: Generated<string>;
  shared_by: Generated<number | null>;
  network: Generated<string>;
  typed_at: number;
  /** When the last mail left; null if none did. */
  mailed_at: number | null;
  /** How many left, each less than a day after the one before. */
  mails: number;
  confirmed_at: number | null;
}
