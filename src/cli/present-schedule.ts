import { formatCount } from '../format-count.ts';
import type { Campaign, Tally } from '../ledger/ledger.ts';
import type { Pace, Rate, WarmUpDay } from '../ledger/pace-ledger.ts';
import { lastDay } from '../schedule/last-day.ts';
import { sayDate, sayDuration, sayTime } from '../schedule/say-time.ts';
import { plural } from './present-problems.ts';

type Row = [label: string, value: string | undefined, needsCare?: boolean];

const DAY_MS = 86_400_000;

export interface When {
  readonly zone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How far a warm-up has come, if it has begun. */
  readonly today?: WarmUpDay | undefined;
}

/** When a campaign goes, and then how fast, said back in words. */
export function scheduleRows(
  { startsAt, pace = {} }: Pick<Campaign, 'startsAt' | 'pace'>,
  { planned }: Pick<Tally, 'planned'>,
  when: When,
): [Row, ...Row[]] {
  const { rate, warmUp } = pace;
  return [
    startsAt === undefined ? ['Starts', undefined] : startRow(startsAt, when),
    // What a warm-up leaves for a day takes longer than the rate alone tells.
    ['Rate', rate && `${sayRate(rate)}${warmUp ? '' : howLong(rate, planned)}`],
    ['Warm-up', warmUp && sayWarmUp({ rate, warmUp }, planned, startsAt, when)],
  ];
}

function startRow(at: number, { zone, now }: When): Row {
  const time = sayTime(at, zone);
  return at > now
    ? ['Starts', `${time}, in ${sayDuration(at - now)}`]
    : ['Starts', `was to start on ${time}, ${sayDuration(now - at)} ago`, true];
}

const UNITS: Readonly<Record<number, string>> = {
  1000: 'a second',
  60000: 'a minute',
  3600000: 'an hour',
  86400000: 'a day',
};

/** "50,000 people an hour". */
export function sayRate({ recipients, ms }: Rate): string {
  return `${plural(recipients, 'person', 'people')} ${UNITS[ms] ?? ''}`;
}

function howLong({ recipients, ms }: Rate, people: number): string {
  const takes = (people * ms) / recipients;
  return takes < 1000 ? '' : `: about ${sayDuration(takes)}`;
}

function sayWarmUp(
  pace: Pace & { readonly warmUp: readonly number[] },
  people: number,
  startsAt: number | undefined,
  { zone, now, today }: When,
): string {
  const { warmUp } = pace;
  const days = warmUp.map((most, index) => `${formatCount(most)} on day ${index + 1}`);
  const last = lastDay(pace, people, today);
  const further = warmUp.length < last ? ', as many on each further day' : '';
  const begins = today ? today.ends - today.day * DAY_MS : Math.max(now, startsAt ?? now);
  const date = sayDate(begins + (last - 1) * DAY_MS, zone);
  const end = people > 0 ? `: done on day ${last}, ${date}` : '';
  return `at most ${days.join(', ')}${further}${sayToday(warmUp, today)}${end}`;
}

function sayToday(warmUp: readonly number[], today: WarmUpDay | undefined): string {
  if (!today) return '';
  const most = warmUp[today.day - 1] ?? warmUp.at(-1) ?? 0;
  return `; ${formatCount(today.used)} of ${formatCount(most)} have left on day ${today.day}`;
}

/** The same for `--json`. */
export function scheduleJson({ startsAt, pace = {} }: Pick<Campaign, 'startsAt' | 'pace'>) {
  return {
    ...(startsAt !== undefined && { starts_at: new Date(startsAt).toISOString() }),
    ...(pace.rate && { rate: { recipients: pace.rate.recipients, seconds: pace.rate.ms / 1000 } }),
    ...(pace.warmUp && { warm_up: pace.warmUp }),
  };
}
