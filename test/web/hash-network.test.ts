import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createNetworkHash } from '../../src/web/hash-network.ts';
import { giveDatabase, run, takeDatabase } from '../ledger/a-database.ts';

const NOON = Date.UTC(2026, 10, 24, 12);
const HOUR = 3_600_000;

const oneMachine = { daySalt: async () => undefined, forgetSalts: async () => {} };

describe('the hash of a network', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOON });
  });
  afterEach(() => vi.useRealTimers());

  test('is the same all day, for all addresses of one household, and holds none of them', async () => {
    const hash = createNetworkHash(Date.now, oneMachine);
    const first = await hash('2001:db8:1:2::1');
    vi.setSystemTime(NOON + 11 * HOUR);
    expect(await hash('2001:db8:1:2:3:4:5:6')).toBe(first);
    expect(await hash('2001:db8:1:3::1')).not.toBe(first);
    expect(await hash('::ffff:192.0.2.7')).toBe(await hash('192.0.2.7'));
    expect(await hash('192.0.2.8')).not.toBe(await hash('192.0.2.7'));
    expect(first).toMatch(/^[\w-]{16}$/);
  });

  test('is another one on the next day, and by another process', async () => {
    const hash = createNetworkHash(Date.now, oneMachine);
    const first = await hash('192.0.2.7');
    expect(await createNetworkHash(Date.now, oneMachine)('192.0.2.7')).not.toBe(first);
    vi.setSystemTime(NOON + 12 * HOUR);
    expect(await hash('192.0.2.7')).not.toBe(first);
  });

  test('forgets its salt when the day is over, also if nobody comes any more', async () => {
    const hash = createNetworkHash(Date.now, oneMachine);
    await hash('192.0.2.7');
    vi.setSystemTime(NOON);
    expect(vi.getTimerCount()).toBe(1);
    const first = await hash('192.0.2.7');
    vi.advanceTimersByTime(12 * HOUR);
    expect(vi.getTimerCount()).toBe(0);
    // Even a clock that is set back finds it no more.
    vi.setSystemTime(NOON);
    expect(await hash('192.0.2.7')).not.toBe(first);
  });
});

describe('two web servers that share a database', () => {
  const DAY = 20_781;
  const at = (day: number) => () => day * 24 * HOUR + HOUR;

  test('make the same hash on one day, and nobody makes it afterwards', async () => {
    const database = await takeDatabase();
    const [one, other] = await Promise.all(
      [1, 2].map(() => openLedger({ database, now: at(DAY) })),
    );
    if (!one || !other) throw new Error('no ledgers');
    const salts = () => run('select day from day_salts', database);
    const hashes = await Promise.all(
      [one, other].map((ledger) => createNetworkHash(at(DAY), ledger)('192.0.2.7')),
    );
    expect(hashes[0]).toBe(hashes[1]);
    expect(await salts()).toEqual([{ day: DAY }]);
    const next = await createNetworkHash(at(DAY + 1), one)('192.0.2.7');
    expect(next).not.toBe(hashes[0]);
    expect(await salts()).toEqual([{ day: DAY + 1 }]);
    await other.forgetSalts(DAY + 2);
    expect(await salts()).toEqual([]);
    const logged = await run(
      "select relpersistence as kind from pg_class where relname = 'day_salts'",
      database,
    );
    expect(logged).toEqual([{ kind: 'u' }]);
    await one.close();
    await other.close();
    await giveDatabase(database);
  });
});
