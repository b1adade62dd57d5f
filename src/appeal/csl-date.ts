import { isCalendarDate } from './calendar.ts';

/** A date that cannot be right, and why. */
export interface WrongDate {
  readonly wrong: string;
}

/** What says that there is no date. */
const NO_DATE = /^\[?\s*(?:n\.?\s?d\.?|no date|undated|s\.?\s?[fad]\.?|s\.?\s?d\.?)\s*\]?$/i;
const SEASONS: Readonly<Record<string, number>> = {
  spring: 21,
  summer: 22,
  autumn: 23,
  fall: 23,
  winter: 24,
};

/**
 * Reads a date of CSL-JSON, in the form of `Source.date`: `date-parts` of one date or two, numbers
 * or texts, perhaps empty; `season`, `circa`, `raw`, `literal`; or an EDTF text in its place
 * (https://docs.citationstyles.org/en/stable/specification.html#date-variables).
 */
export function readCslDate(raw: unknown): string | undefined | WrongDate {
  if (typeof raw === 'string' || typeof raw === 'number') return readText(String(raw));
  if (typeof raw !== 'object' || raw === null) return { wrong: 'it is no date' };
  const fields = raw as Readonly<Record<string, unknown>>;
  const parts = fields['date-parts'];
  if (parts !== undefined && parts !== null && !Array.isArray(parts)) {
    return { wrong: '"date-parts" is no list, such as [[2018, 3, 13]]' };
  }
  const dates = (parts ?? []).map(readParts).filter((date: unknown) => date !== undefined);
  const wrong = dates.find((date: unknown) => typeof date === 'object');
  if (wrong) return wrong;
  if (dates.length === 0) return readText(String(fields.literal ?? fields.raw ?? ''));
  const [first, last] = dates as string[];
  const date = [...new Set([first, last])].filter(Boolean).join('/');
  return isTrue(fields.circa)
    ? `${withSeason(date, fields.season)}~`
    : withSeason(date, fields.season);
}

function readParts(parts: unknown): string | undefined | WrongDate {
  const numbers = (Array.isArray(parts) ? parts : [parts])
    .filter((part) => part !== null && part !== '' && part !== 0 && part !== '0')
    .map(Number);
  if (numbers.length === 0) return undefined;
  const [year = 0, month, day] = numbers;
  if (!numbers.every(Number.isInteger) || year < 1 || year > 9999) {
    return { wrong: `${JSON.stringify(parts)} is no date` };
  }
  // The months 13 to 16 are seasons, as in some exports; EDTF has 21 to 24.
  const isSeason = month !== undefined && day === undefined && month >= 13 && month <= 24;
  const own = isSeason && month <= 16 ? month + 8 : month;
  const pad = (number: number, length = 2) => String(number).padStart(length, '0');
  const date = [pad(year, 4), ...[own, day].flatMap((n) => (n === undefined ? [] : [pad(n)]))];
  const text = date.join('-');
  return (isSeason && Number(own) >= 21) || isCalendarDate(text)
    ? text
    : { wrong: `there is no ${text} in the calendar` };
}

function withSeason(date: string, season: unknown): string {
  const name = String(season ?? '').trim();
  if (name === '' || !/^\d{4}$/.test(date)) return date;
  const month = /^[1-4]$/.test(name) ? 20 + Number(name) : SEASONS[name.toLowerCase()];
  return month === undefined ? `${name} ${date}` : `${date}-${month}`;
}

function isTrue(value: unknown): boolean {
  return !['', '0', 'false', 'undefined', 'null'].includes(String(value));
}

/** A date in words is kept as it is. */
function readText(raw: string): string | undefined | WrongDate {
  const text = raw.trim();
  if (text === '' || NO_DATE.test(text)) return undefined;
  const ends = text.replace(/[~?]$/, '').split('/');
  const about = /[~?]$/.test(text) ? '~' : '';
  const dates = ends.map((end) => {
    const [, year, month, day] = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T.*)?$/.exec(end) ?? [];
    return year ? readParts([year, month, day].filter((part) => part !== undefined)) : end;
  });
  if (ends.length > 2 || !ends.every((end) => /^\d{4}(-\d|T|$)/.test(end))) return text;
  const wrong = dates.find((date) => typeof date === 'object');
  return wrong ?? dates.join('/') + about;
}
