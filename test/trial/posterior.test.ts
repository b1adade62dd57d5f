import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../src/sandbox/seeded.ts';
import { type Count, posteriorsOf } from '../../src/trial/posterior.ts';

const count: fc.Arbitrary<Count> = fc
  .tuple(
    fc.oneof(fc.nat(50), fc.nat(5_000), fc.nat(1_000_000)),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([mailed, share]) => ({ mailed, signatures: Math.floor(mailed * share ** 3) }));
const counts = fc.array(count, { minLength: 2, maxLength: 5 });
const runs = { numRuns: 60 };

const bestOf = (...all: Count[]) => posteriorsOf(all).map(({ best }) => best);

describe('the posteriors of variants', () => {
  it('add up to 1, lose nothing less than 0, and hold the observed share between their bounds', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const posteriors = posteriorsOf(all);
        expect(posteriors.reduce((sum, { best }) => sum + best, 0)).toBeCloseTo(1, 9);
        for (const [index, { best, loss, low, high }] of posteriors.entries()) {
          const { mailed = 0, signatures = 0 } = all[index] ?? {};
          const mean = (signatures + 1) / (mailed + 2);
          expect([best >= 0, best <= 1 + 1e-9, loss >= 0, low < mean, mean < high]).not.toContain(
            false,
          );
        }
      }),
      runs,
    );
  });

  it('do not hang on the order in which variants are written', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const reversed = posteriorsOf([...all].reverse()).reverse();
        for (const [index, one] of posteriorsOf(all).entries()) {
          expect(one.best).toBeCloseTo(reversed[index]?.best ?? -1, 9);
          expect(one.loss).toBeCloseTo(reversed[index]?.loss ?? -1, 9);
        }
      }),
      runs,
    );
  });

  it('grow with each signature, and shrink with those of another variant', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.nat(300), (mine, other, third) => {
        const of = (signatures: number) => ({ mailed: 400, signatures });
        const [before = 0, otherBefore = 0] = bestOf(of(mine), of(other), of(third));
        const [after = 0, otherAfter = 0] = bestOf(of(mine + 1), of(other), of(third));
        expect(after).toBeGreaterThanOrEqual(before - 1e-6);
        expect(otherAfter).toBeLessThanOrEqual(otherBefore + 1e-6);
      }),
      runs,
    );
  });

  it.each([
    [{ mailed: 0, signatures: 0 }, 'nothing is known'],
    [{ mailed: 1_000_000, signatures: 1 }, 'a share of one in a million'],
    [{ mailed: 300, signatures: 300 }, 'everybody has signed'],
  ])('are the same for variants that have done the same: %j, %s', (same) => {
    for (const best of bestOf(same, same, same, same)) expect(best).toBeCloseTo(0.25, 6);
  });

  it('have the bounds that tables give for Beta distributions', () => {
    // Quantiles of Beta(1, 1), Beta(3, 9) and Beta(13, 89), by R's qbeta.
    const [flat, few, more] = posteriorsOf([
      { mailed: 0, signatures: 0 },
      { mailed: 10, signatures: 2 },
      { mailed: 100, signatures: 12 },
    ]);
    expect([flat?.low, flat?.high]).toEqual([expect.closeTo(0.025, 4), expect.closeTo(0.975, 4)]);
    expect([few?.low, few?.high]).toEqual([expect.closeTo(0.0602, 4), expect.closeTo(0.5178, 4)]);
    expect(more?.low).toBeGreaterThan(0.06);
    expect(more?.high).toBeLessThan(0.21);
  });

  it.each([
    [
      [
        { mailed: 100, signatures: 12 },
        { mailed: 100, signatures: 7 },
      ],
    ],
    [
      [
        { mailed: 20_000, signatures: 310 },
        { mailed: 20_000, signatures: 350 },
        { mailed: 500, signatures: 8 },
      ],
    ],
    [
      [
        { mailed: 10, signatures: 0 },
        { mailed: 1000, signatures: 40 },
        { mailed: 50, signatures: 2 },
      ],
    ],
  ])('agree with drawing shares by chance: %j', (all) => {
    const random = seeded(2018);
    const draws = 40_000;
    const wins = all.map(() => 0);
    const losses = all.map(() => 0);
    for (let draw = 0; draw < draws; draw += 1) {
      const shares = all.map(({ mailed, signatures }) =>
        beta(signatures + 1, mailed - signatures + 1, random),
      );
      const best = Math.max(...shares);
      for (const [index, share] of shares.entries()) {
        if (share === best) wins[index] = (wins[index] ?? 0) + 1;
        losses[index] = (losses[index] ?? 0) + best - share;
      }
    }
    for (const [index, { best, loss }] of posteriorsOf(all).entries()) {
      expect(Math.abs(best - (wins[index] ?? 0) / draws)).toBeLessThan(0.012);
      expect(Math.abs(loss - (losses[index] ?? 0) / draws)).toBeLessThan(0.0012);
    }
  });
});

/** Beta from two gamma variates (Marsaglia and Tsang 2000). */
function beta(a: number, b: number, random: () => number): number {
  const x = gamma(a, random);
  return x / (x + gamma(b, random));
}

function gamma(shape: number, random: () => number): number {
  const d = shape - 1 / 3;
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}
