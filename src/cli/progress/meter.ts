import type { SendEvent } from '../../campaign/send-events.ts';
import type { Campaign, Tally } from '../../ledger/ledger.ts';
import type { Reason, Wait } from './describe-wait.ts';
import { createSpeed } from './speed.ts';

/** How a send stands at one moment. */
export interface Standing {
  /** All recipients of the campaign; those that an earlier run settled count as done. */
  readonly total: number;
  readonly done: number;
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  readonly perSecond?: number | undefined;
  /** Missing at first, while it waits, and where nobody can tell. */
  readonly leftMs?: number | undefined;
  /** What nothing leaves for, if that is so. */
  readonly wait?: Wait | undefined;
}

export interface Meter {
  take(event: SendEvent): void;
  /** What the ledger says in the end: some may have been suppressed meanwhile, of whom nothing was told. */
  settle(tally: Counted): void;
  standing(): Standing;
}

export type Counted = Pick<Tally, 'recipients' | 'planned' | 'accepted' | 'refused' | 'unknown'>;

interface Measured {
  readonly tally: Counted;
  readonly pace?: Campaign['pace'];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Waits between two batches that keep to a rate are no longer than this, and are part of its pace. */
const PACING_MS = 15_000;

/** Counts what is told of a send, from where the ledger says that it stood. */
export function createMeter({ tally, pace = {}, now }: Measured): Meter {
  const total = tally.recipients;
  const counts = countsOf(tally);
  const speed = createSpeed(now(), counts.done);
  let wait: Wait | undefined;
  let isOver = false;
  // The first batch leaves at once, so the beginning looks faster than it goes on.
  const most = pace.rate ? (pace.rate.recipients * 1000) / pace.rate.ms : Number.POSITIVE_INFINITY;

  const hold = (reason: Reason, until: number, detail?: string) => {
    const ms = until - now();
    if (reason === 'rate' && ms <= PACING_MS) return;
    if (until <= (wait?.until ?? 0)) return;
    wait = { reason, until, detail };
    if (ms > PACING_MS) speed.restart(until, counts.done);
  };
  const count = ({ batch, settlement: { state } }: Extract<SendEvent, { type: 'batch' }>) => {
    if (state === 'notTaken' || state === 'divided') return;
    counts[state] += batch.recipients.length;
    counts.done += batch.recipients.length;
    speed.add(now(), counts.done);
  };
  const recount = (tally: Counted) => {
    const { done } = counts;
    Object.assign(counts, countsOf(tally));
    if (counts.done !== done) speed.add(now(), counts.done);
  };
  // The trial or the first wave is over, perhaps earlier than it had to be.
  const goOn = () => {
    wait = undefined;
    speed.restart(now(), counts.done);
  };
  return {
    take: (event) => {
      if (event.type === 'batch') count(event);
      if (event.type === 'retry') hold('retry', now() + event.waitMs, event.reason);
      if (event.type === 'wait') hold(event.reason, event.until);
      if (event.type === 'winner' || event.type === 'wave') goOn();
      if (event.type === 'tally') recount(event.tally);
    },
    settle: (last) => {
      Object.assign(counts, countsOf(last));
      wait = undefined;
      isOver = true;
    },
    standing: () => {
      const at = now();
      const holding = wait && wait.until > at ? wait : undefined;
      const measured = speed.perSecond(at);
      const perSecond = measured && Math.min(measured, most);
      // A warm-up's days do not go by speed.
      const canTell = !isOver && counts.done < total && !holding && !pace.warmUp;
      const leftMs = canTell && perSecond ? ((total - counts.done) / perSecond) * 1000 : undefined;
      return { total, ...counts, perSecond, leftMs, wait: holding };
    },
  };
}

function countsOf({ recipients, planned, accepted, refused, unknown }: Counted) {
  return { done: recipients - planned, accepted, refused, unknown };
}
