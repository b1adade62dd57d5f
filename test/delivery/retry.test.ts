import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextAttempt } from '../../src/delivery/retry.ts';
import type { Answer } from '../../src/delivery/transport.ts';

const busy: Answer = { kind: 'notTaken', reason: 'busy' };
const hinting = (retryAfterMs: number): Answer => ({ ...busy, retryAfterMs });

describe('whether to try again', () => {
  test.each<Answer>([
    { kind: 'accepted', messageId: 'a' },
    { kind: 'refused', status: 400, reason: 'r', suspects: [], blamesShared: false },
    { kind: 'blocked', status: 401, reason: 'r', fix: 'f' },
    { kind: 'unknown', reason: 'r' },
  ])('never after $kind', (answer) => {
    expect(nextAttempt({ attempt: 1, answer, random: () => 0.5 })).toBe('give up');
  });

  test('after what was not taken, but not for ever', () => {
    const decisions = Array.from({ length: 12 }, (_, index) =>
      nextAttempt({ attempt: index + 1, answer: busy, random: () => 0.5 }),
    );
    expect(decisions.indexOf('give up')).toBe(8);
    expect(decisions.slice(8).every((decision) => decision === 'give up')).toBe(true);
  });

  test('not once the batch has waited for half an hour', () => {
    const attempted = { attempt: 2, answer: busy, random: () => 0 };
    expect(nextAttempt({ ...attempted, waitedMs: 29 * 60_000 })).not.toBe('give up');
    expect(nextAttempt({ ...attempted, waitedMs: 30 * 60_000 })).toBe('give up');
  });
});

describe('how long to wait', () => {
  test.each([
    { attempt: 1, random: 0, answer: busy, waitMs: 250, reason: 'the floor' },
    { attempt: 1, random: 1, answer: busy, waitMs: 2_000, reason: 'the first ceiling' },
    { attempt: 3, random: 1, answer: busy, waitMs: 8_000, reason: 'doubled twice' },
    { attempt: 8, random: 1, answer: busy, waitMs: 60_000, reason: 'the cap' },
    { attempt: 1, random: 0, answer: hinting(7_000), waitMs: 7_000, reason: 'the hint wins' },
    { attempt: 8, random: 0, answer: hinting(1_000), waitMs: 1_000, reason: 'the hint wins' },
    { attempt: 1, random: 0, answer: hinting(0), waitMs: 250, reason: 'no hammering' },
    { attempt: 1, random: 0, answer: hinting(9e9), waitMs: 600_000, reason: 'ten minutes at most' },
  ])('attempt $attempt: $waitMs ms, $reason', ({ attempt, random, answer, waitMs }) => {
    expect(nextAttempt({ attempt, answer, random: () => random })).toEqual({ waitMs });
  });

  test('is within its bounds and never undercuts the hint, whatever chance says', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const hint = fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: undefined });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), chance, hint, (attempt, random, retryAfterMs) => {
        const next = nextAttempt({
          attempt,
          answer: { ...busy, retryAfterMs },
          random: () => random,
        });
        if (next === 'give up') throw new Error('gave up early');
        expect(next.waitMs).toBeGreaterThanOrEqual(Math.max(250, retryAfterMs ?? 0));
        expect(next.waitMs).toBeLessThanOrEqual(retryAfterMs === undefined ? 60_000 : 600_250);
      }),
    );
  });
});
