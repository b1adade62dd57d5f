import type { Answer } from './transport.ts';

/** The wait before the second attempt is at most this, and doubles with each further one. */
const BASE_MS = 2_000;
const FLOOR_MS = 250;
const CAP_MS = 60_000;
/** The API's own hint is believed up to here. */
const HINT_CAP_MS = 10 * 60_000;
/** Without a hint of the API's that is about two minutes of waiting, four at most. */
const ATTEMPTS = 9;
/** A batch is not held up for longer; the campaign pauses instead and can be resumed. */
const PATIENCE_MS = 30 * 60_000;

interface Attempted {
  /** The attempt that has just been answered: 1, 2, 3 … */
  readonly attempt: number;
  readonly answer: Answer;
  /** From 0 up to 1, as Math.random. */
  readonly random: () => number;
  /** Milliseconds that this batch has waited already. */
  readonly waitedMs?: number | undefined;
}

/**
 * Whether to try once more and after how many milliseconds. Only what is known not to have been
 * taken is tried again. Back-off is exponential with full jitter, so that many senders do not come
 * back at the same moment; the API's own hint wins, and is never undercut.
 */
export function nextAttempt(attempted: Attempted): { waitMs: number } | 'give up' {
  const { attempt, answer, random, waitedMs = 0 } = attempted;
  if (answer.kind !== 'notTaken' || attempt >= ATTEMPTS) return 'give up';
  const waitMs = Math.round(
    answer.retryAfterMs === undefined
      ? backOff(attempt, random)
      : hinted(answer.retryAfterMs, random),
  );
  return waitedMs + waitMs > PATIENCE_MS ? 'give up' : { waitMs };
}

function backOff(attempt: number, random: () => number): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
  return FLOOR_MS + random() * (ceiling - FLOOR_MS);
}

function hinted(hintMs: number, random: () => number): number {
  return Math.max(FLOOR_MS, Math.min(hintMs, HINT_CAP_MS)) + random() * FLOOR_MS;
}
