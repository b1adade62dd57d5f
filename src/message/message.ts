import type { Note } from '../appeal/citations.ts';
import type { SlotNode } from './slot-tree.ts';

/** A part of the message that differs from recipient to recipient; its token stands in its place. */
export interface Slot {
  readonly token: string;
  readonly node: SlotNode;
}

/** The compiled letter. Plain JSON: the ledger keeps it, and a resumed send reads it back. */
export interface Message {
  readonly lang: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly notes: readonly Note[];
  readonly slots: readonly Slot[];
  /** What all tokens start with. */
  readonly prefix: string;
  /** How many locals the slots' loops need. */
  readonly locals: number;
  /** SHA-256 of everything that is sent, before the tokens got their wire form. */
  readonly hash: string;
  /** Bytes of the shared html and text in UTF-8. */
  readonly bytes: { readonly html: number; readonly text: number };
  /** The merge fields that the letter uses. */
  readonly fields: readonly string[];
}
