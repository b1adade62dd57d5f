import { createHash } from 'node:crypto';
import { EXIT, OutcryError } from '../errors.ts';
import { MAGIC_ENDINGS, type Outcome, outcomeOf } from './make-events.ts';

/** What becomes of a share, 0 to 1, of the people at a mail domain, or at all of them. */
export interface OutcomeShare {
  readonly ending: string;
  /** In lower case; undefined for all. */
  readonly domain: string | undefined;
  readonly share: number;
}

export type OutcomeOf = (address: string) => Outcome;

const OUTCOME = /^(bounce|spam|drop)(?:@([^@:\s]+))?:(.*)$/;

/** Whether an item of a list of faults is about what becomes of letters that were taken. */
export function isOutcome(item: string): boolean {
  return /^(bounce|spam|drop)\b/.test(item.trim());
}

/** Reads those of a list such as `429:0.1,bounce@example.com:0.08`. Throws an OutcryError (exit 2). */
export function parseOutcomes(text: string): OutcomeShare[] {
  const items = text.split(',').map((item) => item.trim());
  return items.filter(isOutcome).map((item) => {
    const [, name = '', domain, typed = ''] = OUTCOME.exec(item) ?? [];
    const share = Number(typed);
    if (name === '' || typed.trim() === '' || !(share >= 0 && share <= 1)) throw badOutcome(item);
    return { ending: `+${name}`, domain: domain?.toLowerCase(), share };
  });
}

/**
 * What becomes of each copy: as magic addresses say, else by lot. The same seed gives the same lots,
 * which hang on the address alone.
 */
export function createOutcomeOf(shares: readonly OutcomeShare[], seed: number): OutcomeOf {
  if (shares.length === 0) return outcomeOf;
  return (address) => {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    let lot = lotOf(address, seed);
    for (const { ending, domain: of = domain, share } of shares) {
      if (of !== domain) continue;
      if (lot < share) return MAGIC_ENDINGS[ending]?.outcome ?? outcomeOf(address);
      lot -= share;
    }
    return outcomeOf(address);
  };
}

/** From 0 up to 1. */
function lotOf(address: string, seed: number): number {
  const digest = createHash('sha256').update(`${seed}\n${address.toLowerCase()}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

function badOutcome(item: string): OutcryError {
  return new OutcryError({
    code: 'bad-faults',
    what: `The fault "${item}" has no share from 0 to 1.`,
    fix: 'Write the share of letters as a number, for all or for a mail domain: bounce:0.02, bounce@example.com:0.08, spam:0.001, drop:0.01',
    exit: EXIT.usage,
  });
}
