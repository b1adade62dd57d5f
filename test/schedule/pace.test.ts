import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchSizeFor } from '../../src/schedule/batch-size.ts';
import { lastDay } from '../../src/schedule/last-day.ts';
import { readRate } from '../../src/schedule/read-rate.ts';
import { readWarmUp } from '../../src/schedule/read-warm-up.ts';
import { sayDuration } from '../../src/schedule/say-time.ts';

describe('a rate', () => {
  test.each([
    ['50000/h', 50_000, 3_600_000],
    ['50,000 / hour', 50_000, 3_600_000],
    ['600/min', 600, 60_000],
    ['600/m', 600, 60_000],
    ['600/minutes', 600, 60_000],
    ['20/s', 20, 1000],
    ['1_000/day', 1000, 86_400_000],
    ['1000/d', 1000, 86_400_000],
  ])('"%s" is %i in %i ms', (typed, recipients, ms) => {
    expect(readRate(typed)).toEqual({ recipients, ms });
  });

  test.each(['', '50000', '0/h', '-5/h', '1.5/h', 'many/h', '50/fortnight', '/h', '50/'])(
    '"%s" is none',
    (typed) => {
      expect(readRate(typed)).toBeUndefined();
    },
  );
});

describe('a warm-up', () => {
  test('is read', () => {
    expect(readWarmUp('1000, 2000,5000')).toEqual([1000, 2000, 5000]);
  });

  test.each(['', '0', '1000,', '1000,x', '1.5', '-1'])('"%s" is none', (typed) => {
    expect(readWarmUp(typed)).toBeUndefined();
  });
});

test('a batch is at most ten seconds of the rate and a tenth of the smallest day', () => {
  expect(batchSizeFor({})).toBe(1000);
  expect(batchSizeFor({ rate: { recipients: 50_000, ms: 3_600_000 } })).toBe(138);
  expect(batchSizeFor({ rate: { recipients: 1, ms: 86_400_000 } })).toBe(1);
  expect(batchSizeFor({ warmUp: [500, 1000] })).toBe(50);
  expect(batchSizeFor({ warmUp: [3] })).toBe(1);
  const number = fc.integer({ min: 1, max: 10_000_000 });
  fc.assert(
    fc.property(number, fc.array(number, { minLength: 1 }), (recipients, warmUp) => {
      const size = batchSizeFor({ rate: { recipients, ms: 3_600_000 }, warmUp });
      expect(size).toBeGreaterThanOrEqual(1);
      expect(size).toBeLessThanOrEqual(1000);
    }),
  );
});

test.each([
  [0, '0 seconds'],
  [1_400, '1 second'],
  [59_000, '59 seconds'],
  [60_000, '1 minute'],
  [3_660_000, '1 hour 1 minute'],
  [90_000_000, '1 day 1 hour'],
  [86_400_000 * 5, '5 days'],
])('%i ms are "%s"', (ms, said) => {
  expect(sayDuration(ms)).toBe(said);
});

const WARM_UP = [1000, 2000, 5000];

describe('the last day of a warm-up', () => {
  test.each([
    [WARM_UP, 1, undefined, 1, 'the first day has room'],
    [WARM_UP, 3000, undefined, 2, 'two days are just enough'],
    [WARM_UP, 3001, undefined, 3, 'one too many for two days'],
    [WARM_UP, 18_000, undefined, 5, 'the last number holds'],
    [WARM_UP, 18_001, undefined, 6, 'the last number holds'],
    [[25], 100, undefined, 5, 'batches of 2 leave 24 a day'],
    [[5000], 3000, { recipients: 60, ms: 3_600_000 }, 3, 'the rate allows 1,440 a day'],
    [[3], 10, { recipients: 1, ms: 86_400_000 }, 10, 'the rate allows one a day'],
  ])('of %j for %i people at %j is %i: %s', (warmUp, people, rate, day, _why) => {
    expect(lastDay({ warmUp, rate }, people)).toBe(day);
  });

  test('counts from the day that it is', () => {
    expect(lastDay({ warmUp: WARM_UP }, 100, { day: 1, used: 900 })).toBe(1);
    expect(lastDay({ warmUp: WARM_UP }, 101, { day: 1, used: 900 })).toBe(2);
    expect(lastDay({ warmUp: WARM_UP }, 5000, { day: 7, used: 4000 })).toBe(8);
    expect(lastDay({ warmUp: WARM_UP }, 0, { day: 7, used: 4000 })).toBe(7);
  });
});
