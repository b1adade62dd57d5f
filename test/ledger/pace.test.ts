import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pace } from '../../src/ledger/pace-ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { draft, ledgers, rowsOf, type Store, supporters } from './ledgers.ts';

const DAY = 86_400_000;

describe.each(ledgers)('departures on $name', ({ createStore }) => {
  async function open(pace: Pace, count: number, batchSize: number) {
    const store = await createStore();
    const ledger = await store.open();
    const { number } = await ledger.openCampaign({ ...draft, pace });
    await ledger.freezeAudience(number, rowsOf(supporters(count)), batchSize);
    await ledger.takeSender(number);
    return { store, ledger, number };
  }

  /** Asks again and again, each time from a ledger opened anew, until a batch may leave. */
  async function departAnew(store: Store, number: CampaignNumber): Promise<number> {
    for (;;) {
      const ledger = await store.open();
      const departure = await ledger.reserveDeparture(number);
      if (departure.mayGo) {
        const batch = await ledger.claimBatch(number);
        if (batch) await ledger.settleBatch(batch, { state: 'accepted', messageId: 'm' });
        return batch?.recipients.length ?? 0;
      }
      store.clock.now += departure.waitMs;
    }
  }

  it('keep to the rate, whoever asks and after whatever start', async () => {
    const { store, number } = await open({ rate: { recipients: 60, ms: 60_000 } }, 10, 2);
    const begin = store.clock.now;
    const times: number[] = [];
    for (let count = 0; count < 5; count += 1) {
      await departAnew(store, number);
      times.push(store.clock.now - begin);
    }
    expect(times).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
    await store.remove();
  });

  it('never exceed rate and one batch in any stretch of time, however often they are asked for', async () => {
    const scenario = fc.record({
      recipients: fc.integer({ min: 1, max: 50 }),
      size: fc.integer({ min: 1, max: 5 }),
      naps: fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 5, maxLength: 40 }),
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ recipients, size, naps }) => {
        const rate = { recipients, ms: 10_000 };
        const { store, ledger, number } = await open({ rate }, 60, size);
        const left: { at: number; people: number }[] = [];
        for (const nap of naps) {
          store.clock.now += nap;
          if (!(await ledger.reserveDeparture(number)).mayGo) continue;
          const batch = await ledger.claimBatch(number);
          if (!batch) break;
          await ledger.settleBatch(batch, { state: 'accepted', messageId: 'm' });
          left.push({ at: store.clock.now, people: batch.recipients.length });
        }
        for (const [first, { at }] of left.entries()) {
          for (const last of left.slice(first)) {
            const people = left.filter((one) => one.at >= at && one.at <= last.at);
            const sum = people.reduce((total, one) => total + one.people, 0);
            expect(sum).toBeLessThanOrEqual(((last.at - at) * recipients) / rate.ms + size);
          }
        }
        await store.remove();
      }),
      { numRuns: 30 },
    );
  }, 60_000);

  it('wait no longer than their own interval when the clock is set back', async () => {
    const { store, ledger, number } = await open({ rate: { recipients: 1, ms: 1_000 } }, 10, 2);
    expect(await ledger.reserveDeparture(number)).toEqual({ mayGo: true });
    store.clock.now -= 3_600_000;
    expect(await ledger.reserveDeparture(number)).toEqual({
      mayGo: false,
      waitMs: 2_000,
      reason: 'rate',
    });
    await store.remove();
  });

  it('keep to the number of the day, and skip no step when nothing was sent for days', async () => {
    const { store, ledger, number } = await open({ warmUp: [2, 4] }, 20, 2);
    const begin = store.clock.now;
    expect(await departAnew(store, number)).toBe(2);
    expect(await ledger.reserveDeparture(number)).toEqual({
      mayGo: false,
      waitMs: DAY,
      reason: 'warm-up',
    });
    store.clock.now = begin + 5 * DAY + 1_000;
    expect(await departAnew(store, number)).toBe(2);
    expect(await departAnew(store, number)).toBe(2);
    const wait = await ledger.reserveDeparture(number);
    expect(wait).toEqual({ mayGo: false, waitMs: DAY - 1_000, reason: 'warm-up' });
    store.clock.now = begin + 6 * DAY;
    await departAnew(store, number);
    await departAnew(store, number);
    expect((await ledger.reserveDeparture(number)).mayGo, 'the last number holds').toBe(false);
    await store.remove();
  });

  it('are free without a pace, without a batch, and for who will be given none', async () => {
    const { store, ledger, number } = await open({ rate: { recipients: 1, ms: DAY } }, 2, 1);
    expect((await ledger.reserveDeparture(number)).mayGo).toBe(true);
    expect((await ledger.reserveDeparture(number)).mayGo).toBe(false);
    await ledger.setCampaignState(number, 'paused');
    expect((await ledger.reserveDeparture(number)).mayGo).toBe(true);
    expect(await ledger.claimBatch(number)).toBeUndefined();
    const free = await ledger.openCampaign({ ...draft, name: 'free' });
    expect((await ledger.reserveDeparture(free.number)).mayGo).toBe(true);
    await store.remove();
  });

  it('follow a rate that is set later', async () => {
    const { store, ledger, number } = await open({ rate: { recipients: 1, ms: DAY } }, 4, 1);
    await ledger.reserveDeparture(number);
    await ledger.setRate(number, { recipients: 1, ms: 1_000 });
    expect(await ledger.reserveDeparture(number)).toEqual({
      mayGo: false,
      waitMs: 1_000,
      reason: 'rate',
    });
    expect((await ledger.campaignByNumber(number))?.pace).toEqual({
      rate: { recipients: 1, ms: 1_000 },
    });
    await store.remove();
  });
});
