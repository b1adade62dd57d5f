import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  openSendGridLists,
  type SuppressionSource,
} from '../../src/delivery/sendgrid-suppressions.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { syncSuppressions, windowsOf } from '../../src/suppressions/sync-suppressions.ts';

const DAY = 24 * 3_600_000;
const START = Date.UTC(2026, 10, 24, 9, 0, 30);
const KEY = 'SG.sandbox';
const clock = { now: START };
const waits: number[] = [];
let folder: string;
let ledger: Ledger;
let sandbox: Sandbox;
let source: SuppressionSource;

beforeEach(async () => {
  clock.now = START;
  waits.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'outcry-sync-'));
  ledger = await openLedger({ file: join(folder, 'ledger.sqlite'), now: () => clock.now });
  sandbox = await startSandbox({ key: KEY, now: () => clock.now, listsPerMinute: 5 });
  source = openSendGridLists({ apiKey: KEY, url: sandbox.url, now: () => clock.now });
});
afterEach(async () => {
  await source.close();
  await sandbox.close();
  await ledger.close();
  rmSync(folder, { recursive: true });
});

async function seedBounces(count: number, prefix = 'b'): Promise<void> {
  const entries = Array.from({ length: count }, (_, index) => ({
    email: `${prefix}${index}@example.org`,
    created: clock.now / 1000 - index,
  }));
  const body = JSON.stringify(entries);
  await fetch(`${sandbox.url}/_sandbox/suppressions/bounces`, { method: 'POST', body });
}

/** Waits are over at once: the clock goes on instead. */
async function sync(from: SuppressionSource = source, all = false, dryRun = false) {
  const lists = await syncSuppressions(
    { all, dryRun },
    {
      ledger,
      source: from,
      clock: {
        elapsed: () => clock.now,
        sleep: async (ms) => {
          waits.push(ms);
          clock.now += ms;
        },
      },
      random: () => 0,
      now: () => clock.now,
    },
  );
  const bounces = lists.find(({ list }) => list === 'bounces');
  if (!bounces) throw new Error('The list of bounces was not read.');
  return bounces;
}

const suppressed = async () => (await ledger.countSuppressions()).bounced ?? 0;

describe('a sync', () => {
  test('reads page by page, each entry once, and waits as long as SendGrid asks for', async () => {
    await seedBounces(1234);
    expect(await sync()).toMatchObject({ read: 1234, added: 1234, known: 0 });
    expect(await suppressed()).toBe(1234);
    expect(waits).toEqual([30_000]);
  });

  test('reads on past a page that is shorter than was asked for', async () => {
    await seedBounces(700);
    const short: SuppressionSource = {
      ...source,
      async read(request) {
        const answer = await source.read(request);
        return answer.kind === 'page'
          ? { ...answer, entries: answer.entries.slice(0, 100) }
          : answer;
      },
    };
    expect(await sync(short)).toMatchObject({ read: 700, added: 700 });
  });

  test('misses nobody when entries are taken off the list meanwhile', async () => {
    await seedBounces(1100);
    const shifting: SuppressionSource = {
      ...source,
      // Five entries of the first page are gone when the second is asked for.
      read: (request) =>
        source.read({ ...request, offset: request.offset + (request.offset > 0 ? 5 : 0) }),
    };
    await sync(shifting);
    expect(await suppressed()).toBe(1100);
  });

  test('that was cut off keeps what it read, and the next one goes on from there', async () => {
    await seedBounces(1234);
    const asked: number[] = [];
    const failing: SuppressionSource = {
      ...source,
      read: async (request) =>
        request.list === 'bounces' && request.offset > 0
          ? { kind: 'notTaken', reason: 'The connection to SendGrid broke.' }
          : source.read(request),
    };
    await expect(sync(failing)).rejects.toMatchObject({ code: 'sync-stopped', exit: 4 });
    expect(await suppressed()).toBe(500);
    await seedBounces(3, 'later');
    const watching: SuppressionSource = {
      ...source,
      read: (request) => {
        if (request.list === 'bounces') asked.push(request.offset);
        return source.read(request);
      },
    };
    await sync(watching);
    expect(asked[0]).toBe(490);
    expect(await suppressed()).toBe(1237);
    expect((await sync()).read).toBe(1237);
  });

  test('stops where staff stop it', async () => {
    await seedBounces(3);
    const stop = new AbortController();
    stop.abort();
    const tools = { ledger, source, now: () => clock.now, random: () => 0, signal: stop.signal };
    const stopped = syncSuppressions(
      { all: false, dryRun: false },
      { ...tools, clock: { elapsed: () => 0, sleep: async () => {} } },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'sync-stopped', exit: 4 });
  });

  test('of another account begins at the beginning', async () => {
    await seedBounces(2);
    await sync();
    clock.now += 10 * DAY;
    await sync();
    expect((await sync()).read).toBe(0);
    expect((await sync({ ...source, name: 'another' })).read).toBe(2);
  });

  test('that is dry changes nothing, not even where the next one begins', async () => {
    await seedBounces(2);
    expect(await sync(source, false, true)).toMatchObject({ added: 2, since: 0 });
    expect(await suppressed()).toBe(0);
    expect(await sync()).toMatchObject({ added: 2, since: 0 });
  });
});

describe('what is read', () => {
  const begun = { from: 5, to: 9 * DAY, offset: 490 };
  test.each([
    {
      reason: 'everything, the first time',
      state: { until: undefined, begun: undefined },
      windows: [{ from: 0, to: 10 * DAY, offset: 0 }],
    },
    {
      reason: 'what is new, and a day more',
      state: { until: 9 * DAY, begun: undefined },
      windows: [{ from: 8 * DAY, to: 10 * DAY, offset: 0 }],
    },
    {
      reason: 'everything, after a clock that was wrong',
      state: { until: 99 * DAY, begun: undefined },
      windows: [{ from: 0, to: 10 * DAY, offset: 0 }],
    },
    {
      reason: 'what was begun, and what is new',
      state: { until: undefined, begun: { ...begun, to: 9.5 * DAY } },
      windows: [
        { ...begun, to: 9.5 * DAY },
        { from: 8.5 * DAY, to: 10 * DAY, offset: 0 },
      ],
    },
    {
      reason: 'from its beginning again, what was begun long ago: the list has changed since',
      state: { until: undefined, begun },
      windows: [{ from: 5, to: 10 * DAY, offset: 0 }],
    },
  ])('is $reason', ({ state, windows }) => {
    expect(windowsOf(state, false, 10 * DAY)).toEqual(windows);
  });
});
