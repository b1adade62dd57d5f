import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import type { Ambiguous } from '../../src/sandbox/books.ts';
import { drawDelay, readDelay } from '../../src/sandbox/delay.ts';
import { FAULTS, parseFaults } from '../../src/sandbox/parse-faults.ts';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start-sandbox.ts';
import { getJson, post, postAlone, postMail } from './post-mail.ts';
import { sampleBatch } from './sample-mail.ts';

const HOUR = 3_600_000;
let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

async function meet(options: SandboxOptions, requests: number) {
  const started = await startSandbox({ slowMs: 1, ...options });
  sandbox = started;
  const answers = [];
  for (let index = 0; index < requests; index++) {
    answers.push(await postMail(started, sampleBatch(1, index)));
  }
  const ambiguous = await getJson<Ambiguous[]>(started, '/_sandbox/ambiguous');
  return { answers, ambiguous, stats: started.stats() };
}

describe('parseFaults', () => {
  test('reads a list', () => {
    expect(parseFaults(' 429:0.1, reset-after:0.05,')).toEqual([
      { fault: '429', share: 0.1 },
      { fault: 'reset-after', share: 0.05 },
    ]);
    expect(parseFaults('')).toEqual([]);
  });

  test.each([
    { text: 'reset-afer:0.1', says: 'no fault called "reset-afer"', reason: 'a misspelling' },
    { text: '429', says: 'no share', reason: 'the share left out' },
    { text: '429:', says: 'no share', reason: 'an empty share' },
    { text: '429:10%', says: 'no share', reason: 'not a number' },
    { text: '429:1.5', says: 'no share', reason: 'more than every request' },
    { text: 'truncated:half', says: 'no share', reason: 'a word' },
    { text: '429:0.6,500:0.6', says: 'more than 1', reason: 'more than every request together' },
    { text: '429:0.1,429:0.1', says: 'twice', reason: 'said twice' },
  ])('refuses $text: $reason', ({ text, says }) => {
    expect(() => parseFaults(text)).toThrow(expect.objectContaining({ exit: 2 }));
    expect(() => parseFaults(text)).toThrow(says);
  });

  test('suggests the nearest fault', () => {
    expect(() => parseFaults('reset-afer:0.1')).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('"reset-after"') }),
    );
  });
});

describe('readDelay', () => {
  test.each([
    { text: '80ms', reads: 80 },
    { text: '1.5s', reads: 1500 },
    { text: '2min', reads: 120_000 },
    { text: ' 80 - 300 ms ', reads: [80, 300] },
    { text: '0.1-0.1s', reads: 100 },
    { text: '80', reads: undefined, reason: 'no unit' },
    { text: '300-80ms', reads: undefined, reason: 'the wrong way round' },
    { text: '80ms-1s', reads: undefined, reason: 'two units' },
    { text: '-80ms', reads: undefined, reason: 'less than nothing' },
    { text: '2000min', reads: undefined, reason: 'longer than a timer runs' },
    { text: '', reads: undefined, reason: 'nothing' },
  ])('reads "$text" as $reads $reason', ({ text, reads }) => {
    expect(readDelay(text)).toEqual(reads);
  });

  test('a spread gives all of it, and nothing else', () => {
    expect(drawDelay([80, 300], () => 0)).toBe(80);
    expect(drawDelay([80, 300], () => 0.5)).toBe(190);
    expect(drawDelay(80, () => 0.5)).toBe(80);
  });
});

describe('faults', () => {
  test('429 comes with X-RateLimit-Reset, with Retry-After and with neither; nothing is taken', async () => {
    const { answers, ambiguous, stats } = await meet({ faults: '429:1', now: () => 5000 }, 30);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([429]));
    const ways = answers.map(({ headers }) =>
      [headers.get('x-ratelimit-reset'), headers.get('retry-after')].join('|'),
    );
    expect(new Set(ways)).toEqual(new Set(['6|', '|1', '|']));
    expect(answers[0]?.words).toContain('"message":"too many requests"');
    expect(stats).toMatchObject({ requests: 30, refused: 30, recipients: 0, faults: { 429: 30 } });
    expect(ambiguous).toEqual([]);
  });

  test.each(['500', '502', '504'])(
    '%s has an html body, and a coin decides whether it was taken',
    async (fault) => {
      const { answers, ambiguous, stats } = await meet({ faults: `${fault}:1` }, 20);
      expect(answers[0]).toMatchObject({
        status: Number(fault),
        words: expect.stringContaining('<html>'),
      });
      const taken = ambiguous.filter((recipient) => recipient.taken).length;
      expect(ambiguous).toHaveLength(20);
      expect(taken).toBeGreaterThan(0);
      expect(taken).toBeLessThan(20);
      expect(stats).toMatchObject({ accepted: taken, refused: 20 - taken, recipients: taken });
    },
  );

  test.each([
    { fault: '503', status: 503, taken: false },
    { fault: 'reset-before', status: 0, taken: false },
    { fault: 'reset-after', status: 0, taken: true },
  ])('$fault: taken is $taken, and the books say so', async ({ fault, status, taken }) => {
    const { answers, ambiguous, stats } = await meet({ faults: `${fault}:1` }, 2);
    expect(answers.map((answer) => answer.status)).toEqual([status, status]);
    expect(ambiguous).toMatchObject([
      { taken, fault, custom_args: { outcry_recipient: '1' } },
      { taken, fault, custom_args: { outcry_recipient: '2' } },
    ]);
    expect(stats.recipients).toBe(taken ? 2 : 0);
  });

  test('401-credits is told apart from a bad key by its words', async () => {
    const { answers } = await meet({ faults: '401-credits:1' }, 1);
    expect(answers[0]).toMatchObject({ status: 401 });
    expect(answers[0]?.words).toContain('Maximum credits exceeded');
  });

  test('slow is answered as any other, later', async () => {
    const { answers, ambiguous, stats } = await meet({ faults: 'slow:1' }, 1);
    expect(answers[0]).toMatchObject({ status: 202 });
    expect(stats).toMatchObject({ accepted: 1, faults: { slow: 1 } });
    expect(ambiguous).toEqual([]);
  });

  test.each([
    { says: 'slow', options: { faults: 'slow:1', slowMs: HOUR } },
    { says: 'unheard', options: { latencyMs: HOUR } },
  ])('whose sender has gone before its answer came is ambiguous: $says', async (row) => {
    const started = await startSandbox(row.options);
    sandbox = started;
    const request = postAlone(started);
    const answer = once(request, 'response');
    await Promise.all([
      expect(answer).rejects.toThrow('socket hang up'),
      expect
        .poll(() => started.stats().requests, { interval: 1 })
        .toBe(1)
        .then(() => request.destroy()),
    ]);
    const listed = () => getJson<Ambiguous[]>(started, '/_sandbox/ambiguous');
    await expect.poll(listed).toMatchObject([{ taken: true, fault: row.says }]);
  });

  test('truncated breaks off within the answer, and a coin decides whether it was taken', async () => {
    const started = await startSandbox({ faults: 'truncated:1' });
    sandbox = started;
    const statuses: number[] = [];
    for (let index = 0; index < 40; index++) {
      const answer = await post(started, index);
      statuses.push(answer.status);
      await expect(answer.text()).rejects.toThrow('terminated');
    }
    const ambiguous = await getJson<Ambiguous[]>(started, '/_sandbox/ambiguous');
    const taken = ambiguous.filter((recipient) => recipient.taken).length;
    expect(ambiguous).toHaveLength(40);
    expect(started.stats()).toMatchObject({ accepted: taken, faults: { truncated: 40 } });
    // A 202 is begun only for what was taken, a 500 for either.
    const begun = statuses.filter((status) => status === 202).length;
    expect(new Set(statuses)).toEqual(new Set([202, 500]));
    expect(begun).toBeLessThan(taken);
    expect(taken).toBeLessThan(40);
  });

  test('the same seed gives the same faults, another seed others', async () => {
    const faults = FAULTS.map((fault) => `${fault}:0.09`).join(',');
    const run = async (seed: number) => {
      const { answers } = await meet({ faults, seed }, 40);
      await sandbox?.close();
      return answers.map(({ status }) => status);
    };
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
  });

  test('requests add up, whatever happens', async () => {
    const { stats, answers } = await meet(
      { faults: '429:0.2,500:0.2,reset-after:0.2,503:0.1' },
      60,
    );
    expect(stats.requests).toBe(60);
    expect(stats.accepted + stats.refused).toBe(60);
    const told = answers.filter(({ status }) => status === 202).length;
    expect(stats.accepted).toBeGreaterThanOrEqual(told);
  });
});
