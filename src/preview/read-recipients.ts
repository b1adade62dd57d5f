import { readLists } from '../audience/read-list.ts';
import type { Supporter } from '../ledger/ledger.ts';
import { type Hardest, openHardest } from './hardest.ts';
import { openRecipientIndex, type RecipientIndex } from './recipient-index.ts';

/** The recipients of the lists, as far as they have been read. */
export interface Recipients {
  readonly index: RecipientIndex;
  readonly hardest: Hardest;
}

/** Rows that are taken in one go, between which everything else has its turn. */
const PIECE = 500;

export interface Reading {
  readonly recipients: Recipients;
  /** Resolves when the lists have been read to their ends, rejects if they cannot be. */
  readonly done: Promise<void>;
}

/** Begins to read lists into an index of their own; `onProgress` hears of each piece. */
export function readRecipients(
  lists: readonly string[],
  signal: AbortSignal,
  onProgress: () => void,
): Reading {
  const recipients = { index: openRecipientIndex(), hardest: openHardest() };
  const take = (piece: readonly Supporter[]) => {
    for (const [row, { fields }] of recipients.index.add(piece))
      recipients.hardest.see(row, fields);
    onProgress();
  };
  const readAll = async () => {
    let piece: Supporter[] = [];
    for await (const row of readLists(lists)) {
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
