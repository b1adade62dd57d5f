/** Answers' headers by lower-case name. */
export type Headers = Readonly<Record<string, string | undefined>>;

/**
 * How long the API asks us to wait, in milliseconds from `now` (also in milliseconds): Retry-After
 * as seconds or as an HTTP date (RFC 9110, 10.2.3), else X-RateLimit-Reset as seconds since 1970.
 * Undefined if it says nothing that can be read; never negative.
 */
export function readRetryHint(headers: Headers, now: number): number | undefined {
  const wait =
    waitFromRetryAfter(headers['retry-after'], now) ??
    waitFromReset(headers['x-ratelimit-reset'], now);
  return wait === undefined ? undefined : Math.max(0, Math.round(wait));
}

/**
 * For how long the API's limit is used up, where an answer says so: X-RateLimit-Remaining is 0, and
 * X-RateLimit-Reset is still to come (docs.sendgrid.com/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits).
 */
export function readUsedUp(headers: Headers, now: number): { usedUpForMs?: number } {
  if (readNumber(headers['x-ratelimit-remaining'] ?? '') !== 0) return {};
  const usedUpForMs = waitFromReset(headers['x-ratelimit-reset'], now) ?? 0;
  return usedUpForMs > 0 ? { usedUpForMs } : {};
}

function waitFromRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = readNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  // Date.parse takes nearly anything; an HTTP date has a day, a month's name and ends in GMT.
  const date = /^[A-Za-z]+,? .*GMT$/.test(value.trim()) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : date - now;
}

function waitFromReset(value: string | undefined, now: number): number | undefined {
  const seconds = value === undefined ? undefined : readNumber(value);
  return seconds === undefined ? undefined : seconds * 1000 - now;
}

function readNumber(value: string): number | undefined {
  return /^\s*\d{1,15}(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}
