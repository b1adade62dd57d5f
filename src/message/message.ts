import type { Note } from '../appeal/citations.ts';
import type { SlotNode } from './slot-tree.ts';

/** A part of the message that differs from recipient to recipient; its token stands in its place. */
export interface Slot {
  readonly token: string;
  readonly node: SlotNode;
}

/** `trap` is the link that no human sees; it leads nowhere. */
export type TrackedKind = 'link' | 'source' | 'trap';

/** A link that leads through our own server; each copy has an address of its own in its place. */
export interface TrackedLink {
  readonly kind: TrackedKind;
  /** Where it leads in the end. */
  readonly url: readonly SlotNode[];
}

/** The compiled letter. Plain JSON: the ledger keeps it, and a resumed send reads it back. */
export interface Message {
  readonly lang: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly notes: readonly Note[];
  readonly slots: readonly Slot[];
  /** As they are counted: 0, 1, 2 … */
  readonly tracked: readonly TrackedLink[];
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
