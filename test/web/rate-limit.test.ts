import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRateLimit } from '../../src/web/rate-limit.ts';

const MINUTE = 60_000;

function limited(limits: { burst: number; perMinute: number; keep?: number }) {
  const clock = { now: Date.UTC(2026, 10, 24) };
  return { clock, waitFor: createRateLimit({ ...limits, now: () => clock.now }) };
}

describe('a rate limit', () => {
  test('lets a burst through, then as much as comes in again', () => {
    const { clock, waitFor } = limited({ burst: 3, perMinute: 6 });
    const tries = () => Array.from({ length: 4 }, () => waitFor('192.0.2.1'));
    expect(tries()).toEqual([0, 0, 0, 10_000]);
    clock.now += 9_999;
    expect(waitFor('192.0.2.1')).toBe(1);
    clock.now += 1;
    expect(waitFor('192.0.2.1')).toBe(0);
    expect(waitFor('192.0.2.1')).toBe(10_000);
    clock.now += MINUTE;
    expect(tries()).toEqual([0, 0, 0, 10_000]);
  });

  test('counts nobody for another, but a household for one', () => {
    const { waitFor } = limited({ burst: 1, perMinute: 1 });
    for (const address of ['192.0.2.1', '192.0.2.2', '2001:db8:1:2::3', '2001:db8:1:3::3', '']) {
      expect([address, waitFor(address)]).toEqual([address, 0]);
    }
    for (const address of ['::ffff:192.0.2.1', '2001:db8:1:2:ffff::9', '']) {
      expect([address, waitFor(address)]).not.toEqual([address, 0]);
    }
  });

  test('forgets whom it has known longest without word, when there are too many', () => {
    const { waitFor } = limited({ burst: 1, perMinute: 1, keep: 100 });
    for (let count = 0; count < 150; count++) expect(waitFor(`10.0.0.${count}`)).toBe(0);
    expect(waitFor('10.0.0.149')).toBeGreaterThan(0);
    expect(waitFor('10.0.0.0')).toBe(0);
  });

  test('lets through, in whatever time, no more than the burst and what came in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 120 }),
        fc.array(fc.integer({ min: 0, max: MINUTE }), { maxLength: 200 }),
        (burst, perMinute, gaps) => {
          const { clock, waitFor } = limited({ burst, perMinute });
          const start = clock.now;
          let through = 0;
          for (const gap of gaps) {
            clock.now += gap;
            if (waitFor('192.0.2.1') === 0) through += 1;
          }
          const cameIn = ((clock.now - start) / MINUTE) * perMinute;
          expect(through).toBeLessThanOrEqual(burst + cameIn + 1e-6);
        },
      ),
    );
  });
});
