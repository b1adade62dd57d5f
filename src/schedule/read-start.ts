import { DateTime, IANAZone } from 'luxon';

/** A time at which a campaign starts, or why what was typed is none. */
export type ReadStart =
  | { readonly at: number; readonly zone: string }
  | { readonly complaint: string };

interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The zone of a time that names none (IANA). */
  readonly zone: string;
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const EXAMPLES = 'write it as "2026-12-01 09:00", "tomorrow 09:00", "friday 09:00" or "18:30"';

/**
 * Reads when a campaign is to start: `2026-12-01 09:00`, `tomorrow 9am`, `friday 09:00`, `18:30`,
 * `noon`, each with a zone behind it if wanted (`America/New_York`, `UTC`, `+02:00`). A time that is over, that a
 * change of clocks leaves out, or that comes twice on that day is none.
 */
export function readStart(typed: string, { now, zone: own }: Surroundings): ReadStart {
  const [, text = '', named] =
    /^\s*(.*?\d{1,2}:\d{2})(?::00)?\s*(\S+)?\s*$/.exec(withoutHalves(typed)) ?? [];
  if (text === '') return { complaint: EXAMPLES };
  const zone = named === undefined ? own : zoneOf(named);
  if (zone === undefined) {
    return {
      complaint: `"${named}" is no time zone; write one as "America/New_York", "UTC" or "+02:00"`,
    };
  }
  const wall = wallTime(text, DateTime.fromMillis(now, { zone }));
  if (!wall) return { complaint: EXAMPLES };
  return settle(wall, zone, now);
}

/** `6pm`, `6:30 p.m.` and `noon` by the 24-hour clock; midnight is left, as nobody agrees on its day. */
function withoutHalves(typed: string): string {
  return typed
    .replace(/\bnoon\b/i, '12:00')
    .replace(
      /(?<![\d:-])(1[0-2]|0?[1-9])(:[0-5]\d)?\s*([ap])\.?m\b\.?/i,
      (_, hour: string, minutes = ':00', half: string) =>
        `${(Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0)}${minutes}`,
    );
}

export function zoneOf(named: string): string | undefined {
  if (/^(utc|z)$/i.test(named)) return 'utc';
  if (/^[+-]\d{2}:?\d{2}$/.test(named)) return `UTC${named.replace(/^([+-]\d{2}):?/, '$1:')}`;
  // Not EST, BST or IST: the first knows no summer, the second is Dhaka's, the third India's.
  return named.includes('/') && IANAZone.isValidZone(named) ? asItIsWritten(named) : undefined;
}

/** "europe/madrid" is Europe/Madrid, which can be said back. */
function asItIsWritten(zone: string): string {
  const known = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  // It may have another name for it: Calcutta for Kolkata.
  return known.toLowerCase() === zone.toLowerCase() ? known : zone;
}

/** A day and a time of day, as they stand on a wall. */
interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

export function wallTime(text: string, today: DateTime): Wall | undefined {
  const [, day = '', clock = ''] = /^(.*?)[T\s]*(\d{1,2}:\d{2})$/.exec(text.trim()) ?? [];
  const [hour = 99, minute = 99] = clock.split(':').map(Number);
  if (hour > 23 || minute > 59) return undefined;
  const date = dateOf(day.trim().toLowerCase(), today);
  if (!date?.isValid) return undefined;
  return { year: date.year, month: date.month, day: date.day, hour, minute };
}

function dateOf(day: string, today: DateTime): DateTime | undefined {
  if (day === '' || day === 'today') return today;
  if (day === 'tomorrow') return today.plus({ days: 1 });
  const weekday = DAYS.indexOf(day) + 1;
  if (weekday > 0) return today.plus({ days: (weekday - today.weekday + 7) % 7 || 7 });
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? DateTime.fromISO(day, { zone: 'utc' }) : undefined;
}

function settle(wall: Wall, zone: string, now: number): ReadStart {
  const at = DateTime.fromObject({ ...wall }, { zone });
  if (at.hour !== wall.hour || at.minute !== wall.minute) {
    return {
      complaint: `the clocks go forward then, and leave that time out; write "${at.toFormat('HH:mm')}", which is what it would be`,
    };
  }
  if (at.getPossibleOffsets().length > 1) {
    const [first, second] = at.getPossibleOffsets().map((one) => one.toFormat('ZZ'));
    return {
      complaint: `the clocks go back then, and that time comes twice; write "${first}" or "${second}" behind it`,
    };
  }
  if (at.toMillis() <= now) {
    return {
      complaint:
        'it is over already; write a later time, such as "tomorrow 09:00", or leave --at out to send now',
    };
  }
  return { at: at.toMillis(), zone };
}
