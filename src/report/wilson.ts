/** The 97.5th percentile of the normal distribution: between ± this lies 95 % of it. */
const Z = 1.959964;

/** A share, and between which two it lies with 95 %; from 0 to 1. */
export interface Rate {
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for `count` of `of` (E. B. Wilson, JASA 22, 1927), which is sound for small
 * counts too, and for none. Undefined where there is no denominator, or the count is no part of it.
 */
export function rateBy(count: number, of: number): Rate | undefined {
  if (of <= 0 || count > of) return undefined;
  const rate = count / of;
  const scale = 1 + Z ** 2 / of;
  const centre = (rate + Z ** 2 / (2 * of)) / scale;
  const reach = (Z / scale) * Math.sqrt((rate * (1 - rate)) / of + Z ** 2 / (4 * of ** 2));
  return {
    rate,
    low: count === 0 ? 0 : centre - reach,
    high: count === of ? 1 : centre + reach,
  };
}
