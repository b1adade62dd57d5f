import { createHash } from 'node:crypto';
import type { Address } from '../terms.ts';

/** The names of variants, in the order in which they are written. */
export const VARIANT_NAMES = [...'ABCDEFGH'];

/** What falls to an address by chance, always the same for the same letter. */
export interface Lot {
  /** From 0 up to 1: whoever is below the trial's share is in it. */
  readonly share: number;
  /** From 0 up to 2^32: which variant she gets there. */
  readonly variant: number;
}

/**
 * The lots of addresses. They hang on the letter (its hash) and the address alone: not on a campaign,
 * nor on the order of a list, and so the same letter is tried on the same people again, while the next
 * one is tried on others. A larger share takes in the people of a smaller one.
 */
export function openLots(letter: string): (email: Address) => Lot {
  return (email) => {
    const digest = createHash('sha256').update(`${letter}\n${email}`).digest();
    return { share: digest.readUIntBE(0, 6) / 2 ** 48, variant: digest.readUInt32BE(6) };
  };
}

/** The share below which the lot that is given stands just so. */
export function shareUpTo(lot: number): number {
  return Math.min(1, lot + 2 ** -50);
}
