import type { BatchNumber, RecipientNumber } from '../terms.ts';

/** Where a recipient goes. */
export interface Seat {
  readonly number: RecipientNumber;
  readonly batch: BatchNumber;
  readonly lang: string;
}

export interface PlannedBatch {
  readonly number: BatchNumber;
  readonly lang: string;
}

/**
 * Plans batches while an audience is frozen. Recipients are numbered in the order of the list; a
 * batch carries one letter, so those of each language fill batches of their own.
 */
export interface BatchPlan {
  /** The seat of the next recipient of a language (the campaign's own, if undefined). */
  nextSeat(lang: string | undefined): Seat;
  /** Somebody sits there now. */
  take(seat: Seat): void;
  /** The batches begun since this was last asked. */
  takeBegun(): PlannedBatch[];
}

export function createBatchPlan(ownLang: string, batchSize: number): BatchPlan {
  const open = new Map<string, { readonly number: BatchNumber; free: number }>();
  let recipients = 0;
  let batches = 0;
  let begun: PlannedBatch[] = [];

  return {
    nextSeat(lang = ownLang) {
      const batch = open.get(lang)?.number ?? ((batches + 1) as BatchNumber);
      return { number: (recipients + 1) as RecipientNumber, batch, lang };
    },
    take({ batch, lang }) {
      recipients += 1;
      const current = open.get(lang) ?? begin(batch, lang);
      current.free -= 1;
      if (current.free === 0) open.delete(lang);
    },
    takeBegun() {
      const taken = begun;
      begun = [];
      return taken;
    },
  };

  function begin(number: BatchNumber, lang: string) {
    batches += 1;
    begun.push({ number, lang });
    const batch = { number, free: batchSize };
    open.set(lang, batch);
    return batch;
  }
}
