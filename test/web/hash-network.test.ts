import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createNetworkHash } from '../../src/web/hash-network.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => vi.useRealTimers());

describe('the hash of a network', () => {
  test('is the same all day, for all addresses of one household, and holds none of them', () => {
    const hash = createNetworkHash(Date.now);
    const first = hash('2001:db8:1:2::1');
    vi.setSystemTime(NOON + 11 * HOUR);
    expect(hash('2001:db8:1:2:3:4:5:6')).toBe(first);
    expect(hash('2001:db8:1:3::1')).not.toBe(first);
    expect(hash('::ffff:192.0.2.7')).toBe(hash('192.0.2.7'));
    expect(hash('192.0.2.8')).not.toBe(hash('192.0.2.7'));
    expect(first).toMatch(/^[\w-]{16}$/);
  });

  test('is another one on the next day, and by another process', () => {
    const hash = createNetworkHash(Date.now);
    const first = hash('192.0.2.7');
    expect(createNetworkHash(Date.now)('192.0.2.7')).not.toBe(first);
    vi.setSystemTime(NOON + 12 * HOUR);
    expect(hash('192.0.2.7')).not.toBe(first);
  });

  test('forgets its salt when the day is over, also if nobody comes any more', () => {
    const hash = createNetworkHash(Date.now);
    hash('192.0.2.7');
    vi.setSystemTime(NOON);
    expect(vi.getTimerCount()).toBe(1);
    const first = hash('192.0.2.7');
    vi.advanceTimersByTime(12 * HOUR);
    expect(vi.getTimerCount()).toBe(0);
    // Even a clock that is set back finds it no more.
    vi.setSystemTime(NOON);
    expect(hash('192.0.2.7')).not.toBe(first);
  });
});
