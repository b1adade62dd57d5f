import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/delivery/deliver.ts';
import { createTraffic } from '../../src/delivery/traffic.ts';
import type { Answer } from '../../src/delivery/transport.ts';

const accepted: Answer = { kind: 'accepted', messageId: 'a' };
const busy: Answer = { kind: 'notTaken', reason: 'busy' };
const unknown: Answer = { kind: 'unknown', reason: 'cut' };

/** A clock whose sleepers are woken by hand. */
function handClock() {
  const sleepers: { ms: number; wake: () => void }[] = [];
  const clock: Clock = {
    elapsed: () => 0,
    sleep: (ms) => new Promise((wake) => sleepers.push({ ms, wake })),
  };
  return { clock, sleepers };
}

const { clock } = handClock();

/** Rounds of answers from an API that works on `capacity` requests at once and lets others wait. */
function settle(most: number, capacity: number, rounds = 60): number[] {
  const traffic = createTraffic({ most, clock });
  const widths: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const width = traffic.width();
    widths.push(width);
    const ms = 100 * Math.max(1, width / capacity);
    for (let lane = 0; lane < width; lane += 1) traffic.learn(accepted, ms, 1000);
  }
  return widths;
}

describe('the width of a send', () => {
  test('begins with two requests at once, or one where no more may be', () => {
    expect(createTraffic({ most: 8, clock }).width()).toBe(2);
    expect(createTraffic({ most: 1, clock }).width()).toBe(1);
  });

  test('grows to the bound while answers stay quick', () => {
    expect(settle(8, 1000).at(-1)).toBe(8);
  });

  test('keeps near what the other side can work on at once', () => {
    const late = settle(32, 4).slice(20);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...late)).toBeLessThanOrEqual(12);
  });

  test.each([busy, unknown])('halves after an answer that is $kind', (answer) => {
    const traffic = createTraffic({ most: 8, clock });
    for (let count = 0; count < 20; count += 1) traffic.learn(accepted, 100, 1000);
    traffic.learn(answer, 100, 1000);
    expect(traffic.width()).toBe(4);
    traffic.learn(accepted, 100, 1000);
    expect(traffic.width(), 'and comes back slowly').toBe(4);
  });

  test('learns nothing from the quick answers to what is left of a divided batch', () => {
    const traffic = createTraffic({ most: 8, clock });
    for (let count = 0; count < 20; count += 1) traffic.learn(accepted, 100, 1000);
    for (let count = 0; count < 20; count += 1) traffic.learn(accepted, 5, 1);
    for (let count = 0; count < 20; count += 1) traffic.learn(accepted, 100, 1000);
    expect(traffic.width()).toBe(8);
  });

  test('is never less than one and never more than the bound', () => {
    const answers = fc.array(
      fc.record({
        answer: fc.constantFrom(accepted, busy, unknown),
        ms: fc.double({ min: 0, max: 1e6, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), answers, (most, seen) => {
        const traffic = createTraffic({ most, clock });
        for (const { answer, ms } of seen) {
          traffic.learn(answer, ms, 1000);
          expect(traffic.width()).toBeGreaterThanOrEqual(1);
          expect(traffic.width()).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});

describe('what holds one request back', () => {
  test('holds all of them back, until the longest wait is over', async () => {
    const { clock, sleepers } = handClock();
    const traffic = createTraffic({ most: 8, clock });
    expect(await traffic.pass()).toBe(true);
    traffic.hold(1_000);
    traffic.hold(5_000);
    let passed = false;
    const pass = traffic.pass().then(() => {
      passed = true;
    });
    sleepers[0]?.wake();
    await new Promise(setImmediate);
    expect(passed).toBe(false);
    sleepers[1]?.wake();
    await pass;
    expect(sleepers.map(({ ms }) => ms)).toEqual([1_000, 5_000]);
  });

  test('is also a limit that is used up, of which is told', async () => {
    const { clock, sleepers } = handClock();
    const told: number[] = [];
    const traffic = createTraffic({ most: 8, clock, onHold: (ms) => told.push(ms) });
    traffic.learn({ ...accepted, usedUpForMs: 30_000 }, 100, 1000);
    traffic.learn({ ...accepted, usedUpForMs: 3 * 3_600_000 }, 100, 1000);
    expect(told, 'and no header holds a send back for hours').toEqual([30_000, 600_000]);
    expect(sleepers).toHaveLength(2);
  });

  test('ends when the send is stopped', async () => {
    const stop = new AbortController();
    const sleep = (_ms: number, signal?: AbortSignal) =>
      new Promise<void>((_, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason)),
      );
    const traffic = createTraffic({
      most: 8,
      clock: { sleep, elapsed: () => 0 },
      signal: stop.signal,
    });
    traffic.hold(1_000);
    const pass = traffic.pass();
    stop.abort();
    expect(await pass).toBe(false);
  });
});
