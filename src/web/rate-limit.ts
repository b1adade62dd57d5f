import { networkOf } from './network-of.ts';

interface Limits {
  /** So many at once … */
  readonly burst: number;
  /** … and then so many a minute. */
  readonly perMinute: number;
  /** Milliseconds since whenever. */
  readonly now: () => number;
  /** How many addresses are remembered; the longest known are forgotten first. */
  readonly keep?: number | undefined;
}

/** Milliseconds that somebody has to wait, by her address or another name; 0 means go ahead, and counts. */
export type RateLimit = (remoteAddress: string) => number;

/**
 * A token bucket for each remote address, in memory. What is kept is the time at which the bucket
 * will be full again (the generic cell rate algorithm, ITU-T I.371).
 */
export function createRateLimit({ burst, perMinute, now, keep = 10_000 }: Limits): RateLimit {
  const interval = 60_000 / perMinute;
  const fullAt = new Map<string, number>();
  return (remoteAddress) => {
    const key = networkOf(remoteAddress);
    const at = now();
    const full = Math.max(at, fullAt.get(key) ?? at) + interval;
    const wait = full - at - burst * interval;
    if (wait > 0) return wait;
    fullAt.delete(key);
    fullAt.set(key, full);
    for (const [oldest] of fullAt) {
      if (fullAt.size <= keep) break;
      fullAt.delete(oldest);
    }
    return 0;
  };
}
