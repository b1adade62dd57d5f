import { OutcryError } from '../errors.ts';
import { type ReadingOrder, type Recipients, readRecipients } from './read-recipients.ts';

export interface ListsFollower {
  /** The recipients that can be chosen; while lists are read again, those of before. */
  readonly recipients: Recipients;
  readonly isRead: boolean;
  /** Counts how often other people came to stand in the rows. */
  readonly reading: number;
  /** Reads the lists from the start, since one of them has changed. */
  reread(): void;
  close(): void;
}

interface ListsOrder extends ReadingOrder {
  onProgress(): void;
  onBug(error: unknown): void;
}

/** Reads the lists in the background, and again whenever one of them is saved. */
export function followLists(order: ListsOrder): ListsFollower {
  const { onProgress, onBug } = order;
  let reading = 1;
  let stop = new AbortController();
  let isRead = false;
  let shown: Recipients;

  const read = (isFirst: boolean): Recipients => {
    const { signal } = stop;
    const { recipients, done } = readRecipients(order, signal, () => {
      if (recipients === shown) onProgress();
    });
    const finish = (error?: unknown) => {
      // What is wrong with a list is told by the check; the rows before it can be looked at.
      if (error !== undefined && !(error instanceof OutcryError)) onBug(error);
      if (signal.aborted) {
        if (recipients !== shown) recipients.index.close();
        return;
      }
      isRead = true;
      if (!isFirst) replace(recipients);
      onProgress();
    };
    done.then(() => finish(), finish);
    return recipients;
  };
  const replace = (recipients: Recipients) => {
    shown.index.close();
    shown = recipients;
    reading += 1;
  };

  shown = read(true);
  return {
    get recipients() {
      return shown;
    },
    get isRead() {
      return isRead;
    },
    get reading() {
      return reading;
    },
    reread() {
      stop.abort();
      stop = new AbortController();
      isRead = false;
      read(false);
    },
    close() {
      stop.abort();
      shown.index.close();
    },
  };
}
