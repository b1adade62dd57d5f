import { formatCount } from '../format-count.ts';
import type { Campaign, Tally } from '../ledger/ledger.ts';
import type { Pace, Rate } from '../ledger/pace-ledger.ts';
import { daysOf } from '../schedule/read-warm-up.ts';
import { sayDuration, sayTime } from '../schedule/say-time.ts';
import { plural } from './present-problems.ts';

type Row = [label: string, value: string | undefined, needsCare?: boolean];

export interface When {
  readonly zone: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** When a campaign goes and how fast, said back in words. */
export function scheduleRows(
  { startsAt, pace = {} }: Pick<Campaign, 'startsAt' | 'pace'>,
  { planned }: Pick<Tally, 'planned'>,
  { zone, now }: When,
): Row[] {
  return [
    startsAt === undefined ? ['Starts', undefined] : startRow(startsAt, { zone, now }),
    ['Rate', pace.rate && `${sayRate(pace.rate)}: ${howLong(pace.rate, planned)}`],
    ['Warm-up', pace.warmUp && sayWarmUp(pace.warmUp, planned)],
  ];
}

function startRow(at: number, { zone, now }: When): Row {
  const time = sayTime(at, zone);
  return at > now
    ? ['Starts', `${time}, in ${sayDuration(at - now)}; keep this terminal open until then`]
    : ['Starts', `was to start on ${time}, ${sayDuration(now - at)} ago`, true];
}

const UNITS: Readonly<Record<number, string>> = {
  1000: 'second',
  60000: 'minute',
  3600000: 'hour',
  86400000: 'day',
};

/** "50,000 people an hour". */
export function sayRate({ recipients, ms }: Rate): string {
  const unit = UNITS[ms] ?? '';
  return `${plural(recipients, 'person', 'people')} ${unit === 'hour' ? 'an' : 'a'} ${unit}`;
}

function howLong({ recipients, ms }: Rate, people: number): string {
  return `at least ${sayDuration((people * ms) / recipients)}`;
}

function sayWarmUp(warmUp: readonly number[], people: number): string {
  const days = warmUp.map((most, index) => `${formatCount(most)} on day ${index + 1}`);
  const further = warmUp.length < daysOf(warmUp, people) ? ', as many on each further day' : '';
  return `at most ${days.join(', ')}${further}: done on day ${daysOf(warmUp, people)}`;
}

/** The same for `--json`. */
export function scheduleJson({
  startsAt,
  pace = {},
}: {
  startsAt?: number | undefined;
  pace?: Pace | undefined;
}) {
  return {
    ...(startsAt !== undefined && { starts_at: new Date(startsAt).toISOString() }),
    ...(pace.rate && { rate: { recipients: pace.rate.recipients, seconds: pace.rate.ms / 1000 } }),
    ...(pace.warmUp && { warm_up: pace.warmUp }),
  };
}
