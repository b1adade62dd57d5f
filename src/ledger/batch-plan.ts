import type { BatchNumber, RecipientNumber } from '../terms.ts';
import { domainIn } from './domain-of.ts';
import type { Supporter } from './ledger.ts';

/** Where a recipient goes. */
export interface Seat {
  readonly number: RecipientNumber;
  readonly batch: BatchNumber;
  readonly lang: string;
  readonly variant: string;
  /** 1 in the first wave of a send that has one, else 0. */
  readonly wave: 0 | 1;
  /** The batches that she can share. */
  readonly kind: string;
}

export type PlannedBatch = Pick<Seat, 'lang' | 'variant' | 'wave'> & {
  readonly number: BatchNumber;
};

/** A batch that nobody more joins. */
export interface CountedBatch {
  readonly number: BatchNumber;
  readonly size: number;
  /** How many of `size` have an address of each mail domain. */
  readonly domains: ReadonlyMap<string, number>;
}

/**
 * Plans batches while an audience is frozen. Recipients are numbered in the order of the list; a
 * batch carries one letter, so those of each language, variant and wave fill batches of their own. From the
 * second on they are apart by branches too: the first has some of everybody, so that a small send
 * stays one request, and a large one shows there what is wrong with any of the copies.
 */
export interface BatchPlan {
  /** The seat of the next recipient; in the campaign's own language, if hers is not said. */
  nextSeat(supporter: Pick<Supporter, 'lang' | 'variant' | 'branches' | 'isFirst'>): Seat;
  /** Somebody with this address sits there now. */
  take(seat: Seat, email: string): void;
  /** The batches begun since this was last asked. */
  takeBegun(): PlannedBatch[];
  /** The batches that have become full since this was last asked. */
  takeFull(): CountedBatch[];
  /** The others, once nobody more comes. */
  rest(): CountedBatch[];
}

interface OpenBatch extends CountedBatch {
  size: number;
  readonly domains: Map<string, number>;
}

export function createBatchPlan(ownLang: string, batchSize: number): BatchPlan {
  const open = new Map<string, OpenBatch>();
  /** The letters whose first batch is full. */
  const begunLetters = new Set<string>();
  let recipients = 0;
  let batches = 0;
  let begun: PlannedBatch[] = [];
  let full: CountedBatch[] = [];

  return {
    nextSeat({ lang = ownLang, variant = '', branches = '', isFirst = false }) {
      const wave = isFirst ? 1 : 0;
      const letter = letterOf({ lang, variant, wave });
      const kind = begunLetters.has(letter) ? `${letter}\n${branches}` : letter;
      const batch = open.get(kind)?.number ?? ((batches + 1) as BatchNumber);
      return { number: (recipients + 1) as RecipientNumber, batch, lang, variant, wave, kind };
    },
    take(seat, email) {
      recipients += 1;
      const current = open.get(seat.kind) ?? begin(seat);
      const domain = domainIn(email);
      current.size += 1;
      current.domains.set(domain, (current.domains.get(domain) ?? 0) + 1);
      if (current.size < batchSize) return;
      open.delete(seat.kind);
      full.push(current);
      begunLetters.add(letterOf(seat));
    },
    takeBegun() {
      const taken = begun;
      begun = [];
      return taken;
    },
    takeFull() {
      const taken = full;
      full = [];
      return taken;
    },
    rest: () => [...full, ...open.values()],
  };

  function begin({ batch: number, lang, variant, wave, kind }: Seat) {
    batches += 1;
    begun.push({ number, lang, variant, wave });
    const batch = { number, size: 0, domains: new Map<string, number>() };
    open.set(kind, batch);
    return batch;
  }
}

function letterOf({ lang, variant, wave }: Pick<Seat, 'lang' | 'variant' | 'wave'>): string {
  return `${lang}\n${variant}\n${wave}`;
}
