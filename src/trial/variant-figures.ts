import type { EditionFigures, VariantFigures } from '../ledger/trial-ledger.ts';

/** The figures of each of these variants, in whatever language; `''` are those of the rest. */
export function figuresOf(
  variants: readonly string[],
  editions: readonly EditionFigures[],
): VariantFigures[] {
  return variants.map((variant) => {
    const own = editions.filter((edition) => edition.variant === variant);
    const sum = (key: 'recipients' | 'accepted' | 'signatures') =>
      own.reduce((total, edition) => total + edition[key], 0);
    return {
      variant,
      recipients: sum('recipients'),
      accepted: sum('accepted'),
      signatures: sum('signatures'),
    };
  });
}
