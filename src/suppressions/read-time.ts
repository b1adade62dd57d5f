import type { ListHeader } from '../audience/list-header.ts';
import type { Row } from '../audience/read-rows.ts';
import type { Problem } from '../problem.ts';

/** The columns that say since when, the first that says anything. */
const COLUMNS = ['at', 'created'];

/**
 * Reads since when each row of a list is suppressed, in milliseconds; undefined where it does not say.
 * The first time that cannot be read is told: they mostly are all written alike.
 */
export function openTimeReader(
  header: ListHeader,
  now: number,
  tell: (problem: Problem) => void,
): (row: Row, fields: Readonly<Record<string, string>>) => number | undefined {
  let isTold = false;
  return (row, fields) => {
    const text = COLUMNS.map((name) => fields[name]).find(Boolean);
    if (!text) return undefined;
    const at = readTime(text, now);
    if (at === undefined && !isTold) {
      isTold = true;
      tell(unreadable(header, row, text));
    }
    return at;
  };
}

/**
 * ISO 8601 in UTC, also with a space as Mailchimp writes it, a day, or seconds since 1970 as SendGrid exports them; in milliseconds. Undefined
 * for anything else, and for what is still to come.
 */
function readTime(text: string, now: number): number | undefined {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:[T ]([\d:.]+)(?: ?UTC|Z)?)?$/.exec(text.trim()) ?? [];
  const iso = time ? `${day}T${time}Z` : (day ?? '');
  const at = /^\d{9,11}$/.test(text) ? Number(text) * 1000 : Date.parse(iso);
  return Number.isNaN(at) || at > now ? undefined : at;
}

function unreadable({ file }: ListHeader, { line }: Row, text: string): Problem {
  return {
    severity: 'warning',
    code: 'suppression-time',
    what: `"${text.slice(0, 40)}" is no time, or one still to come: such rows are suppressed as of today.`,
    where: { file, line, column: 1 },
    fix: 'Write times as 2026-11-24, 2026-11-24 09:00:00 (UTC), or seconds since 1970.',
  };
}
