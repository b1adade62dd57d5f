import { expect, it } from 'vitest';
import type { Address } from '../../src/terms.ts';
import { openLots, shareUpTo } from '../../src/trial/draw-variant.ts';

const PEOPLE = Array.from(
  { length: 20_000 },
  (_, index) => `someone${index}@example.org` as Address,
);

it('falls the same for the same letter and address, and otherwise for another letter', () => {
  const [one, again, other] = [openLots('a'), openLots('a'), openLots('b')];
  expect(PEOPLE.map(one)).toEqual(PEOPLE.map(again));
  const both = PEOPLE.filter((email) => one(email).share < 0.2 && other(email).share < 0.2);
  expect(Math.abs(both.length - 800)).toBeLessThan(120);
});

it('puts the share that was asked for into the trial, and as many into each variant', () => {
  const lots = PEOPLE.map(openLots('a')).filter(({ share }) => share < 0.2);
  // 5 standard deviations of the binomial distribution.
  expect(Math.abs(lots.length - 4000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.2 * 0.8));
  for (const variants of [2, 3, 8]) {
    const even = lots.length / variants;
    const squares = Array.from({ length: variants }, (_, index) => {
      const own = lots.filter(({ variant }) => variant % variants === index).length;
      return (own - even) ** 2 / even;
    });
    // Chi square with 1, 2 and 7 degrees of freedom is beyond 24.3 less than once in a thousand.
    expect(squares.reduce((sum, one) => sum + one, 0)).toBeLessThan(24.3);
  }
});

it('takes in everybody up to a lot, and nobody above it', () => {
  const lots = PEOPLE.map((email) => openLots('a')(email).share).sort((a, b) => a - b);
  const share = shareUpTo(lots[499] ?? 0);
  expect(lots.filter((lot) => lot < share)).toHaveLength(500);
  expect(shareUpTo(Number.POSITIVE_INFINITY)).toBe(1);
});
