import { DateTime } from 'luxon';

/** How much later than its time a campaign may start without somebody being asked, in milliseconds. */
export const GRACE_MS = 15 * 60_000;

/** "Tuesday 1 December 2026 at 09:00 in New York (UTC-5)". */
export function sayTime(at: number, zone: string): string {
  const local = DateTime.fromMillis(at, { zone, locale: 'en-GB' });
  return `${local.toFormat("cccc d LLLL yyyy 'at' HH:mm")} ${placeOf(local)}`;
}

/** "Thursday 26 November". */
export function sayDate(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone, locale: 'en-GB' }).toFormat('cccc d LLLL');
}

function placeOf({ zoneName, offset }: DateTime): string {
  const city = zoneName?.split('/').at(-1)?.replaceAll('_', ' ') ?? '';
  const hours = Math.abs(offset) / 60;
  const utc = offset === 0 ? 'UTC' : `UTC${offset < 0 ? '−' : '+'}${sayHours(hours)}`;
  return /^[A-Z][a-z]/.test(city) ? `in ${city} (${utc})` : utc;
}

function sayHours(hours: number): string {
  const minutes = Math.round((hours % 1) * 60);
  return `${Math.floor(hours)}${minutes === 0 ? '' : `:${String(minutes).padStart(2, '0')}`}`;
}

const UNITS: readonly (readonly [ms: number, name: string])[] = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
];

/** "5 days 3 hours", "12 minutes", "40 seconds": its two largest units. */
export function sayDuration(ms: number): string {
  const parts: string[] = [];
  let rest = ms + 500;
  for (const [unit, name] of UNITS) {
    const count = Math.floor(rest / unit);
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
    rest -= count * unit;
  }
  const seconds = Math.floor(rest / 1000);
  if (parts.length === 0) return `${seconds} second${seconds === 1 ? '' : 's'}`;
  return parts.slice(0, 2).join(' ');
}
