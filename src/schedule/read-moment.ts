import { DateTime } from 'luxon';
import { wallTime, zoneOf } from './read-start.ts';

/** A day or a minute, in milliseconds since 1970; a day lasts until the next one begins. */
export interface Moment {
  readonly from: number;
  readonly to: number;
}

const TYPED = /^\s*(\d{4}-\d{2}-\d{2}|today)(?:[T\s]+(\d{1,2}:\d{2}))?(?::00)?(?:\s*(\S+))?\s*$/i;

/**
 * Reads `2026-11-24`, `today` or `2026-11-24 09:00`, with a zone behind it if wanted (`UTC`, `+02:00`,
 * `America/New_York`); `zone` is that of what names none. Undefined for what is none. Of a time that
 * comes twice, the first is meant.
 */
export function readMoment(
  typed: string,
  { now, zone: own }: { readonly now: number; readonly zone: string },
): Moment | undefined {
  const [, day = '', clock, named] = TYPED.exec(typed) ?? [];
  const zone = named === undefined ? own : zoneOf(named);
  if (day === '' || zone === undefined) return undefined;
  const wall = wallTime(`${day} ${clock ?? '00:00'}`, DateTime.fromMillis(now, { zone }));
  if (!wall) return undefined;
  const at = DateTime.fromObject({ ...wall }, { zone });
  const end = clock === undefined ? at.plus({ days: 1 }) : at;
  return { from: at.toMillis(), to: end.toMillis() };
}
