import type { Pace } from '../ledger/pace-ledger.ts';
import { batchSizeFor } from './batch-size.ts';

const DAY_MS = 86_400_000;

/** The day of a warm-up that it is now, and how many left on it. */
interface Today {
  readonly day: number;
  readonly used: number;
}

/** On which day of a warm-up the last of so many people is mailed, if nothing holds it up. */
export function lastDay(
  { warmUp, rate }: Pace & { readonly warmUp: readonly number[] },
  people: number,
  { day: today, used }: Today = { day: 1, used: 0 },
): number {
  const size = batchSizeFor({ warmUp, rate });
  const byRate = rate ? Math.floor((rate.recipients * DAY_MS) / rate.ms) : Number.POSITIVE_INFINITY;
  const last = warmUp.at(-1) ?? 1;
  // Batches leave whole: what is left of a day's number is not used.
  const roomOn = (day: number) => {
    const most = Math.min(warmUp[day - 1] ?? last, byRate);
    return Math.floor(most / size) * size;
  };
  let day = today;
  let rest = people - Math.max(0, roomOn(day) - used);
  while (rest > 0 && day < warmUp.length) {
    day += 1;
    rest -= roomOn(day);
  }
  return rest > 0 ? day + Math.ceil(rest / roomOn(day + 1)) : day;
}
