import { explainAddress, normaliseAddress } from '../audience/address.ts';
import { EXIT, OutcryError } from '../errors.ts';
import type { Address } from '../terms.ts';

/** Addresses as typed, each once. Throws an OutcryError (exit 2) that says what is wrong with one. */
export function readAddresses(typed: readonly string[], outcome: string): Address[] {
  return [...new Set(typed.map((text) => readAddress(text, outcome)))];
}

/** One of them. */
export function readAddress(text: string, outcome: string): Address {
  const address = normaliseAddress(text);
  if (address !== undefined) return address;
  throw new OutcryError({
    code: 'usage',
    what: `"${text}" is not an address: it ${explainAddress(text)}. ${outcome}`,
    fix: 'Correct it, and run the command again.',
    exit: EXIT.usage,
  });
}
