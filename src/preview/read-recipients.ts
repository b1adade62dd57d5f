import type { ColumnChoices } from '../audience/column-choices.ts';
import { readLists } from '../audience/read-list.ts';
import type { Supporter } from '../ledger/ledger.ts';
import { type Hardest, openHardest } from './hardest.ts';
import { openRecipientIndex, type RecipientIndex } from './recipient-index.ts';

/** The recipients of the lists, as far as they have been read. */
export interface Recipients {
  readonly index: RecipientIndex;
  readonly hardest: Hardest;
  /** The row of the address that was asked for; 0 while it has not come by. */
  readonly askedRow: number;
}

/** Rows that are taken in one go, between which everything else has its turn. */
const PIECE = 500;
/** So often it is said how many there are. */
const PIECES_TOLD = 20;

export interface Reading {
  readonly recipients: Recipients;
  /** Resolves when the lists have been read to their ends, rejects if they cannot be. */
  readonly done: Promise<void>;
}

export interface ReadingOrder {
  readonly lists: readonly string[];
  /** Which columns are wanted for which merge fields, as the workspace says. */
  readonly readColumns: () => Promise<ColumnChoices | undefined>;
  /** An address whose row is wanted. */
  readonly asked?: string | undefined;
}

/** Begins to read lists into an index of their own; `onProgress` hears of how many there are. */
export function readRecipients(
  { lists, readColumns, asked }: ReadingOrder,
  signal: AbortSignal,
  onProgress: () => void,
): Reading {
  const recipients = { index: openRecipientIndex(), hardest: openHardest(), askedRow: 0 };
  let pieces = 0;
  const take = (piece: readonly Supporter[]) => {
    for (const [row, { email, fields }] of recipients.index.add(piece)) {
      recipients.hardest.see(row, fields);
      if (email === asked) recipients.askedRow = row;
    }
    pieces += 1;
    if (pieces === 1 || pieces % PIECES_TOLD === 0) onProgress();
  };
  const readAll = async () => {
    let piece: Supporter[] = [];
    for await (const row of readLists(lists, { columns: await readColumns() })) {
      if (signal.aborted) return;
      if (!('reason' in row)) piece.push(row);
      if (piece.length < PIECE) continue;
      take(piece);
      piece = [];
      await new Promise(setImmediate);
    }
    if (!signal.aborted) take(piece);
  };
  return { recipients, done: readAll() };
}
