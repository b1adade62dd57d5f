import { distance } from 'fastest-levenshtein';
import { EXIT, OutcryError } from '../errors.ts';
import { isOutcome } from './parse-outcomes.ts';

/**
 * What may go wrong with a request. 429 and 503: not taken. 401-credits: not taken, the account is
 * out of credits. 500, 502, 504: taken or not, a coin decides. reset-before: the connection is cut,
 * nothing was taken. reset-after: taken, then cut. truncated: the answer breaks off in the middle, and a
 * coin decides whether it was taken. slow: taken, and answered late.
 */
export const FAULTS = [
  '429',
  '500',
  '502',
  '503',
  '504',
  '401-credits',
  'reset-before',
  'reset-after',
  'truncated',
  'slow',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A fault and the share of requests that it meets, 0 to 1. */
export interface FaultShare {
  readonly fault: Fault;
  readonly share: number;
}

/** Reads a list such as `429:0.1,reset-after:0.05`, what becomes of letters left out. Throws an OutcryError (exit 2) that says what is wrong. */
export function parseFaults(text: string): FaultShare[] {
  const faults = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '' && !isOutcome(item))
    .map(parseFault);
  if (new Set(faults.map(({ fault }) => fault)).size < faults.length) {
    throw badFaults(`The list of faults "${text}" names a fault twice.`, 'Name each fault once.');
  }
  const sum = faults.reduce((total, { share }) => total + share, 0);
  if (sum > 1 + 1e-9) {
    const fix = 'Make the shares smaller: together at most 1, which is every request.';
    throw badFaults(`The shares of the faults "${text}" add up to more than 1.`, fix);
  }
  return faults;
}

function parseFault(item: string): FaultShare {
  const colon = item.lastIndexOf(':');
  const name = colon < 0 ? item : item.slice(0, colon);
  const fault = FAULTS.find((known) => known === name);
  if (!fault) throw unknownFault(name);
  const text = colon < 0 ? '' : item.slice(colon + 1).trim();
  const share = Number(text);
  if (text === '' || !(share >= 0 && share <= 1)) {
    const fix = `Write the share of requests as a number from 0 to 1, for example: ${fault}:0.1`;
    throw badFaults(`The fault "${item}" has no share from 0 to 1.`, fix);
  }
  return { fault, share };
}

function unknownFault(name: string): OutcryError {
  const nearest = [...FAULTS].sort((a, b) => distance(a, name) - distance(b, name))[0] ?? '';
  const fix = `Did you mean "${nearest}"? The faults are: ${FAULTS.join(', ')}; bounce, spam and drop, also as bounce@example.com.`;
  return badFaults(`There is no fault called "${name}".`, fix);
}

function badFaults(what: string, fix: string): OutcryError {
  return new OutcryError({ code: 'bad-faults', what, fix, exit: EXIT.usage });
}
