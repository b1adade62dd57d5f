import type { BatchNumber, RecipientNumber } from '../terms.ts';

/** Where a recipient goes. */
export interface Seat {
  readonly number: RecipientNumber;
  readonly batch: BatchNumber;
  readonly lang: string;
  readonly variant: string;
}

export interface PlannedBatch {
  readonly number: BatchNumber;
  readonly lang: string;
  readonly variant: string;
}

/**
 * Plans batches while an audience is frozen. Recipients are numbered in the order of the list; a
 * batch carries one letter, so those of each language and variant fill batches of their own.
 */
export interface BatchPlan {
  /** The seat of the next recipient of a language (the campaign's own, if undefined) and variant. */
  nextSeat(lang: string | undefined, variant?: string): Seat;
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
    nextSeat(lang = ownLang, variant = '') {
      const batch = open.get(keyOf(lang, variant))?.number ?? ((batches + 1) as BatchNumber);
      return { number: (recipients + 1) as RecipientNumber, batch, lang, variant };
    },
    take({ batch, lang, variant }) {
      recipients += 1;
      const current = open.get(keyOf(lang, variant)) ?? begin({ number: batch, lang, variant });
      current.free -= 1;
      if (current.free === 0) open.delete(keyOf(lang, variant));
    },
    takeBegun() {
      const taken = begun;
      begun = [];
      return taken;
    },
  };

  function begin(planned: PlannedBatch) {
    batches += 1;
    begun.push(planned);
    const batch = { number: planned.number, free: batchSize };
    open.set(keyOf(planned.lang, planned.variant), batch);
    return batch;
  }
}

function keyOf(lang: string, variant: string): string {
  return variant === '' ? lang : `${lang}\n${variant}`;
}
