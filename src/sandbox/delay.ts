import type { Random } from './seeded.ts';

/** How long something takes, in milliseconds: always the same, or anything from one to the other. */
export type Delay = number | readonly [from: number, to: number];

/** Timers of Node end at once beyond 2^31 ms; nobody rehearses for longer than an hour. */
const MOST_MS = 3_600_000;

/** Reads `80ms`, `1.5s`, `2min` or a spread such as `80-300ms`. Undefined for what is none. */
export function readDelay(text: string): Delay | undefined {
  const [, from, to = from, unit = ''] =
    /^\s*(\d+(?:\.\d+)?)(?:\s*-\s*(\d+(?:\.\d+)?))?\s*(ms|s|min)\s*$/.exec(text) ?? [];
  const factor = { ms: 1, s: 1000, min: 60_000 }[unit];
  if (factor === undefined) return undefined;
  const [least, most] = [Number(from) * factor, Number(to) * factor];
  if (least > most || most > MOST_MS) return undefined;
  return least === most ? least : [least, most];
}

/** One draw: each delay of a spread is as likely as the next. */
export function drawDelay(delay: Delay, random: Random): number {
  if (typeof delay === 'number') return delay;
  const [from, to] = delay;
  return from + random() * (to - from);
}
