import { type Answer, refusal } from './answer.ts';
import type { Fault } from './parse-faults.ts';
import type { Random } from './seeded.ts';

/** Faults that answer without a look at the mail: nothing is ever taken. */
export function isBeforeLooking(fault: Fault): boolean {
  return fault === '429' || fault === '401-credits';
}

const COIN: ReadonlySet<Fault | undefined> = new Set(['500', '502', '504', 'truncated']);

/** Whether a good mail is taken in spite of the fault. Where a coin decides, nobody can know. */
export function isTaken(fault: Fault | undefined, random: Random): boolean {
  if (COIN.has(fault)) return random() < 0.5;
  return fault !== '503' && fault !== 'reset-before';
}

/**
 * What the sender gets to see. `now` is in milliseconds since 1970; `accepted` is the answer that a
 * mail which was taken would have had.
 */
export function answerFault(fault: Fault, random: Random, now: number, accepted?: Answer): Answer {
  if (fault === '429') return tooMany(random, now);
  if (fault === '401-credits') return refusal(401, error('Maximum credits exceeded'));
  if (fault === 'reset-before' || fault === 'reset-after') return { status: 0, end: 'cut' };
  // That it breaks off says nothing of the mail; a 202 is only ever begun for one that was taken.
  if (fault === 'truncated') {
    const begun = random() < 0.5 ? accepted : undefined;
    return { ...(begun ?? serverError(500)), end: 'truncated' };
  }
  return serverError(Number(fault));
}

/** With X-RateLimit-Reset, with Retry-After, or with neither: each must be lived with. */
function tooMany(random: Random, now: number): Answer {
  const reset = String(Math.ceil(now / 1000) + 1);
  const ways: Record<string, string>[] = [
    { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset },
    { 'Retry-After': '1' },
    {},
  ];
  const headers = ways[Math.floor(random() * ways.length)] ?? {};
  return { ...refusal(429, error('too many requests')), headers };
}

const NAMES: Readonly<Record<number, string>> = {
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function serverError(status: number): Answer {
  const title = `${status} ${NAMES[status]}`;
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, body };
}

function error(message: string) {
  return { message, field: null, help: null };
}
