/**
 * How many requests may be under way at once, found out while they are answered, and when none may
 * leave at all. What one batch is told by SendGrid holds for all of them.
 */
import type { Clock } from './deliver.ts';
import type { Answer } from './transport.ts';

export interface Traffic {
  /** Requests that may be under way at once now: 1 up to the most. */
  width(): number;
  /** Resolves once nothing holds requests back: false if the signal was aborted meanwhile. */
  pass(): Promise<boolean>;
  /** Keeps further requests back for so many milliseconds. */
  hold(ms: number): void;
  /** Learns from an answer, how many milliseconds it took, and for how many recipients it was. */
  learn(answer: Answer, ms: number, recipients: number): void;
}

interface Conditions {
  /** The bound on requests under way at once. */
  readonly most: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Told when an answer says that the API's limit is used up. */
  readonly onHold?: ((ms: number) => void) | undefined;
  /** Told the width, whenever it changes. */
  readonly onWidth?: ((width: number) => void) | undefined;
}

/** Answers that take longer than this many times the quickest queue somewhere: no gain in more. */
const QUEUEING = 2;
/** The quickest answer is forgotten little by little, for times change: by half in some 7,000 answers. */
const FORGETTING = 1.0001;
/** What the API's own headers say is believed up to here. */
const LONGEST_HOLD_MS = 10 * 60_000;

/**
 * One request more for each answer until answers grow slow, then half as many, and from there one more
 * or less for each round of them (as TCP Vegas: Brakmo and Peterson, 1995); half as many, too, after
 * an answer that says "too much", or says nothing.
 */
export function createTraffic({ most, clock, signal, onHold, onWidth }: Conditions): Traffic {
  let width = Math.min(2, most);
  let quickest = Number.POSITIVE_INFINITY;
  let isStarting = true;
  let largest = 0;
  let held: Promise<unknown> | undefined;

  const widen = (by: number) => {
    const before = Math.floor(width);
    width = Math.min(most, Math.max(1, width + by));
    if (Math.floor(width) !== before) onWidth?.(Math.floor(width));
  };
  const learnPace = (ms: number, recipients: number) => {
    largest = Math.max(largest, recipients);
    // What is left of a divided batch is answered sooner, and says nothing of whole ones.
    if (recipients < largest / 2) return;
    quickest = Math.min(ms, quickest * FORGETTING);
    const isSlow = ms > QUEUEING * quickest;
    if (isSlow && isStarting) widen(-width / 2);
    else widen(isStarting ? 1 : (isSlow ? -1 : 1) / width);
    isStarting &&= !isSlow;
  };
  const hold = (ms: number) => {
    const rest = clock.sleep(ms, signal).catch((error: unknown) => {
      if (!signal?.aborted) throw error;
    });
    const all = Promise.all([held, rest]).finally(() => {
      if (held === all) held = undefined;
    });
    // Whoever waits for it is told of a clock that failed; it may be that nobody does.
    all.catch(() => {});
    held = all;
  };

  onWidth?.(width);
  return {
    width: () => Math.floor(width),
    hold,
    async pass() {
      while (held) await held;
      return !signal?.aborted;
    },
    learn(answer, ms, recipients) {
      if (answer.kind === 'accepted') {
        learnPace(ms, recipients);
        if (answer.usedUpForMs === undefined) return;
        const holdMs = Math.min(answer.usedUpForMs, LONGEST_HOLD_MS);
        onHold?.(holdMs);
        hold(holdMs);
      } else if (answer.kind === 'notTaken' || answer.kind === 'unknown') {
        isStarting = false;
        widen(-width / 2);
      }
    },
  };
}
