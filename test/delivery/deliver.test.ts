import { describe, expect, test } from 'vitest';
import { deliver } from '../../src/delivery/deliver.ts';
import { systemClock } from '../../src/delivery/system-clock.ts';
import type { Answer, Transport } from '../../src/delivery/transport.ts';
import { sampleRequest } from './sample-request.ts';

const busy: Answer = { kind: 'notTaken', reason: 'busy' };
const accepted: Answer = { kind: 'accepted', messageId: 'a' };
const request = sampleRequest(1);

/** A transport that gives these answers, the last one for ever, and a clock that only counts. */
function means(...answers: Answer[]) {
  let posts = 0;
  const waits: number[] = [];
  const transport: Transport = {
    post: async () => answers[Math.min(posts++, answers.length - 1)] ?? accepted,
    close: async () => {},
  };
  const clock = { sleep: async (ms: number) => void waits.push(ms), elapsed: () => 0 };
  return { transport, clock, random: () => 0, waits, posts: () => posts };
}

describe('delivery', () => {
  test.each<Answer>([
    accepted,
    { kind: 'refused', status: 400, reason: 'r', suspects: [], blamesShared: false },
    { kind: 'blocked', status: 401, reason: 'r', fix: 'f' },
    { kind: 'unknown', reason: 'r' },
  ])('posts once if the answer is $kind', async (answer) => {
    const given = means(answer);
    expect(await deliver(() => request, given)).toEqual({ ...answer, attempts: 1 });
    expect(given.posts()).toBe(1);
    expect(given.waits).toEqual([]);
  });

  test('waits and posts again what was not taken', async () => {
    const given = means({ ...busy, retryAfterMs: 3_000 }, busy, accepted);
    expect(await deliver(() => request, given)).toEqual({ ...accepted, attempts: 3 });
    expect(given.waits).toEqual([3_000, 250]);
  });

  test('gives up in the end, and says that it was not taken', async () => {
    const given = means(busy);
    expect(await deliver(() => request, given)).toEqual({ ...busy, attempts: 9 });
    expect(given.waits).toHaveLength(8);
  });

  test('gives up when the hints add up to more than half an hour', async () => {
    const given = means({ ...busy, retryAfterMs: 600_000 });
    expect(await deliver(() => request, given)).toMatchObject({ kind: 'notTaken', attempts: 4 });
  });

  test('ends at an unknown answer, even after one that was not taken', async () => {
    const given = means(busy, { kind: 'unknown', reason: 'cut' }, accepted);
    expect(await deliver(() => request, given)).toMatchObject({ kind: 'unknown', attempts: 2 });
  });
});

describe('stopping', () => {
  test('before it began posts nothing', async () => {
    const given = means(accepted);
    const delivery = await deliver(() => request, { ...given, signal: AbortSignal.abort() });
    expect(delivery).toMatchObject({ kind: 'notTaken', attempts: 0 });
    expect(given.posts()).toBe(0);
  });

  test('while it waits ends the wait', async () => {
    const stop = new AbortController();
    const given = means({ ...busy, retryAfterMs: 600_000 });
    const sleep: typeof systemClock.sleep = (ms, signal) => {
      queueMicrotask(() => stop.abort());
      return systemClock.sleep(ms, signal);
    };
    const clock = { ...given.clock, sleep };
    const delivery = await deliver(() => request, { ...given, clock, signal: stop.signal });
    expect(delivery).toMatchObject({ kind: 'notTaken', attempts: 1 });
    expect(given.posts()).toBe(1);
  });

  test('works with a clock that rejects, and with one that merely returns', async () => {
    for (const end of [() => {}, () => Promise.reject(new Error('aborted'))]) {
      const stop = new AbortController();
      const sleep = async () => {
        stop.abort();
        await end();
      };
      const given = { ...means(busy), clock: { sleep, elapsed: () => 0 }, signal: stop.signal };
      expect(await deliver(() => request, given)).toMatchObject({ kind: 'notTaken', attempts: 1 });
    }
  });

  test('does not hide a clock that fails by itself', async () => {
    const sleep = () => Promise.reject(new Error('broken clock'));
    await expect(
      deliver(() => request, { ...means(busy), clock: { sleep, elapsed: () => 0 } }),
    ).rejects.toThrow('broken');
  });

  test('lets a request under way come to its end', async () => {
    const stop = new AbortController();
    const given = means();
    const post = async (): Promise<Answer> => {
      stop.abort();
      return accepted;
    };
    const transport = { ...given.transport, post };
    const delivery = await deliver(() => request, { ...given, transport, signal: stop.signal });
    expect(delivery).toEqual({ ...accepted, attempts: 1 });
  });
});
