import { expect, it } from 'vitest';
import { rateBy } from '../../src/report/wilson.ts';

it.each([
  // R: prop.test(count, of, correct = FALSE)$conf.int
  { count: 10, of: 100, low: 0.0552291, high: 0.1743657 },
  { count: 0, of: 20, low: 0, high: 0.1611252 },
  { count: 20, of: 20, low: 0.8388748, high: 1 },
  { count: 1, of: 1000, low: 0.0001766, high: 0.0056425 },
])('knows between what $count of $of lies', ({ count, of, low, high }) => {
  const found = rateBy(count, of);
  expect(found?.rate).toBe(count / of);
  expect(found?.low).toBeCloseTo(low, 5);
  expect(found?.high).toBeCloseTo(high, 5);
});

it('knows no share of nothing, nor of less than there is', () => {
  expect(rateBy(0, 0)).toBeUndefined();
  expect(rateBy(3, 2)).toBeUndefined();
});
