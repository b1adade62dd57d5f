import type { Pace, Rate } from './pace-ledger.ts';
import type { PaceRow } from './schema.ts';

export const DAY_MS = 86_400_000;

/** Whether a batch may leave, or how long it is to wait. */
export type Departure =
  | { readonly mayGo: true }
  | { readonly mayGo: false; readonly waitMs: number; readonly reason: 'rate' | 'warm-up' };

/**
 * Each batch of a campaign leaves when the rate has made up for the one before, none is saved up, and
 * a day's number is never exceeded. The clock may be set in between: back, and nothing waits longer
 * than one batch's interval, or a day; forward, and one batch leaves early.
 */
export function depart(
  { rate, warmUp }: Pace,
  before: PaceRow,
  size: number,
  now: number,
): { departure: Departure; standing: PaceRow } {
  // What left later than now left before the clock was set back.
  const left_at = Math.min(before.left_at, now);
  const standing = { ...(warmUp ? onDay(before, now) : before), left_at };
  const tomorrow = warmUp && standing.used + size > numberOf(warmUp, standing.day);
  if (tomorrow) return { departure: hold(standing.day_begins + DAY_MS - now, 'warm-up'), standing };
  const waitMs = left_at + intervalOf(rate, before.people) - now;
  if (waitMs > 0) return { departure: hold(waitMs, 'rate'), standing };
  const left = { left_at: now, people: size, used: standing.used + size };
  return { departure: { mayGo: true }, standing: { ...standing, ...left } };
}

function hold(waitMs: number, reason: 'rate' | 'warm-up'): Departure {
  return { mayGo: false, waitMs, reason };
}

/** For how many milliseconds nothing leaves after so many people. */
function intervalOf(rate: Rate | undefined, people: number): number {
  return rate ? Math.ceil((people * rate.ms) / rate.recipients) : 0;
}

/** The most people on a day: 1, 2, 3 … */
function numberOf(warmUp: readonly number[], day: number): number {
  return warmUp[day - 1] ?? warmUp.at(-1) ?? 0;
}

/**
 * The same on the day that it is now. Days are counted from the first departure; one on which nothing
 * left is not counted.
 */
export function onDay(before: PaceRow, now: number): PaceRow {
  if (before.day === 0) return { ...before, day: 1, day_begins: now, used: 0 };
  // The clock was set back: what left today still counts, and the day is over in 24 hours at most.
  if (now < before.day_begins) return { ...before, day_begins: now };
  const days = Math.floor((now - before.day_begins) / DAY_MS);
  if (days < 1) return before;
  const day = before.used > 0 ? before.day + 1 : before.day;
  return { ...before, day, day_begins: before.day_begins + days * DAY_MS, used: 0 };
}
