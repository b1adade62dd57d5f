import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger, Settlement } from '../../src/ledger/ledger.ts';
import type { Pace } from '../../src/ledger/pace-ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { address, draft, ledgers, rowsOf, type Store, supporters } from './ledgers.ts';

const DAY = 86_400_000;
const ACCEPTED: Settlement = { state: 'accepted', messageId: 'm' };

interface Left {
  readonly at: number;
  readonly people: number;
}

/** Claims a batch if one may leave, and settles it; gives how many people it had, or the wait. */
async function departs(ledger: Ledger, number: CampaignNumber, settlement = ACCEPTED) {
  const claim = await ledger.claimAtPace(number);
  if (!('batch' in claim)) return claim;
  if (claim.batch) await ledger.settleBatch(claim.batch, settlement);
  return claim.batch?.recipients.length ?? 0;
}

/** How many people left in the stretch from `from` up to and with `to`. */
function peopleIn(left: readonly Left[], from: number, to: number): number {
  return left.reduce((sum, { at, people }) => sum + (at >= from && at <= to ? people : 0), 0);
}

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
      const departed = await departs(await store.open(), number);
      if (typeof departed === 'number') return departed;
      store.clock.now += departed.waitMs;
    }
  }

  /** What is done in turn: time passes, then one of two ledgers asks, whose batch ends so. */
  const step = fc.record({
    napMs: fc.oneof(fc.integer({ min: 0, max: 4_000 }), fc.constant(0)),
    who: fc.integer({ min: 0, max: 1 }),
    end: fc.constantFrom('accepted', 'unknown', 'notTaken', 'divided', 'crash'),
  });
  const steps = fc.array(step, { minLength: 5, maxLength: 40 });

  /** Plays the steps over two ledgers of one store; gives what left, whether it was taken or not. */
  async function play(
    { store, ledger, number }: Awaited<ReturnType<typeof open>>,
    todo: readonly { napMs: number; who: number; end: string }[],
  ): Promise<(Left & { readonly wasTaken: boolean })[]> {
    const both = [ledger, await store.open()];
    const left: (Left & { readonly wasTaken: boolean })[] = [];
    for (const { napMs, who, end } of todo) {
      store.clock.now += napMs;
      const claim = await (both[who] ?? ledger).claimAtPace(number);
      const batch = 'batch' in claim ? claim.batch : undefined;
      if (!batch) continue;
      const people = batch.recipients.length;
      const wasTaken = end !== 'notTaken' && end !== 'divided';
      left.push({ at: store.clock.now, people, wasTaken });
      // After a crash nothing is settled; another ledger goes on.
      if (end === 'crash') both[who] = await store.open();
      else if (end === 'accepted') await ledger.settleBatch(batch, ACCEPTED);
      else if (end === 'unknown') await ledger.settleBatch(batch, { state: end, reason: 'x' });
      else if (end === 'divided' && people > 1)
        await ledger.settleBatch(batch, { state: 'divided', reason: 'x', suspects: [] });
      else await ledger.settleBatch(batch, { state: 'notTaken', reason: 'x' });
    }
    return left;
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

  it('never exceed rate and one batch in any stretch, whatever ledgers, answers and crashes there are', async () => {
    const scenario = fc.record({
      recipients: fc.integer({ min: 1, max: 50 }),
      size: fc.integer({ min: 1, max: 5 }),
      todo: steps,
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ recipients, size, todo }) => {
        const ms = 10_000;
        const opened = await open({ rate: { recipients, ms } }, 60, size);
        const left = await play(opened, todo);
        for (const { at: from } of left) {
          for (const { at: to } of left.filter(({ at }) => at >= from)) {
            const most = ((to - from) * recipients) / ms + size;
            expect(peopleIn(left, from, to)).toBeLessThanOrEqual(most);
          }
        }
        await opened.store.remove();
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('never exceed the number of a day, whatever ledgers, answers and crashes there are', async () => {
    const scenario = fc.record({
      warmUp: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
      todo: steps,
    });
    await fc.assert(
      fc.asyncProperty(scenario, async ({ warmUp, todo }) => {
        const size = Math.min(3, ...warmUp);
        const opened = await open({ warmUp }, 60, size);
        const slowly = todo.map((one) => ({ ...one, napMs: one.napMs * 10_000 }));
        const left = await play(opened, slowly);
        const begin = left[0]?.at ?? 0;
        const days = new Map<number, number>();
        for (const { at, people } of left.filter(({ wasTaken }) => wasTaken)) {
          const day = Math.floor((at - begin) / DAY);
          days.set(day, (days.get(day) ?? 0) + people);
        }
        // Days without a departure are not in it, and are not counted.
        for (const [index, people] of [...days.values()].entries()) {
          expect(people).toBeLessThanOrEqual(warmUp[index] ?? warmUp.at(-1) ?? 0);
        }
        await opened.store.remove();
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('wait no longer than their own interval when the clock is set back', async () => {
    const { store, ledger, number } = await open({ rate: { recipients: 1, ms: 1_000 } }, 10, 2);
    expect(await departs(ledger, number)).toBe(2);
    store.clock.now -= 3_600_000;
    expect(await departs(ledger, number)).toEqual({ waitMs: 2_000, reason: 'rate' });
    store.clock.now += 1_500;
    expect(await departs(ledger, number)).toEqual({ waitMs: 500, reason: 'rate' });
    store.clock.now += 500;
    expect(await departs(ledger, number)).toBe(2);
    await store.remove();
  });

  it('let one batch go early when the clock is set forward', async () => {
    const { store, ledger, number } = await open({ rate: { recipients: 1, ms: 1_000 } }, 10, 2);
    await departs(ledger, number);
    store.clock.now += 365 * DAY;
    expect(await departs(ledger, number)).toBe(2);
    expect(await departs(ledger, number)).toMatchObject({ waitMs: 2_000 });
    store.clock.now -= 365 * DAY;
    expect(await departs(ledger, number)).toMatchObject({ waitMs: 2_000 });
    await store.remove();
  });

  it('keep to the number of the day, and skip no step when nothing was sent for days', async () => {
    const { store, ledger, number } = await open({ warmUp: [2, 4] }, 20, 2);
    const begin = store.clock.now;
    expect(await departAnew(store, number)).toBe(2);
    expect(await departs(ledger, number)).toEqual({ waitMs: DAY, reason: 'warm-up' });
    store.clock.now = begin + 5 * DAY + 1_000;
    expect(await departAnew(store, number)).toBe(2);
    expect(await departAnew(store, number)).toBe(2);
    expect(await departs(ledger, number)).toEqual({ waitMs: DAY - 1_000, reason: 'warm-up' });
    expect(await ledger.warmUpDay(number)).toEqual({ day: 2, used: 4, ends: begin + 6 * DAY });
    store.clock.now = begin + 6 * DAY;
    await departAnew(store, number);
    await departAnew(store, number);
    expect(await departs(ledger, number), 'the last number holds').toMatchObject({ waitMs: DAY });
    await store.remove();
  });

  it('wait a day at most when the clock was a year ahead as the day began', async () => {
    const { store, ledger, number } = await open({ warmUp: [2] }, 20, 2);
    store.clock.now += 365 * DAY;
    await departs(ledger, number);
    store.clock.now -= 365 * DAY;
    expect(await departs(ledger, number)).toEqual({ waitMs: DAY, reason: 'warm-up' });
    store.clock.now += DAY;
    expect(await departs(ledger, number)).toBe(2);
    await store.remove();
  });

  it('give back to their day what was not taken, and keep what is unknown', async () => {
    const { store, ledger, number } = await open({ warmUp: [4] }, 20, 4);
    const day = async () => (await ledger.warmUpDay(number))?.used;
    await departs(ledger, number, { state: 'notTaken', reason: '429' });
    expect(await day()).toBe(0);
    await departs(ledger, number, { state: 'divided', reason: '400', suspects: [] });
    expect(await day()).toBe(0);
    await departs(ledger, number, { state: 'refused', reason: '400' });
    expect(await day()).toBe(0);
    await departs(ledger, number, { state: 'unknown', reason: 'cut' });
    expect(await day()).toBe(4);
    await store.remove();
  });

  it('give nothing back to a day that has begun since', async () => {
    const { store, ledger, number } = await open({ warmUp: [4] }, 20, 2);
    const claim = await ledger.claimAtPace(number);
    store.clock.now += DAY;
    await departs(ledger, number);
    if (!('batch' in claim) || !claim.batch) throw new Error('There was no batch to claim.');
    await ledger.settleBatch(claim.batch, { state: 'notTaken', reason: '429' });
    expect(await ledger.warmUpDay(number)).toMatchObject({ day: 2, used: 2 });
    await store.remove();
  });

  it("count those who really leave: whoever has unsubscribed takes nobody's place", async () => {
    const { store, ledger, number } = await open({ warmUp: [4] }, 8, 2);
    for (const one of [1, 2, 3]) {
      await ledger.suppress(address(one), 'manual', undefined);
    }
    expect(await departs(ledger, number), 'a batch of which one is left').toBe(1);
    expect(await departs(ledger, number)).toBe(2);
    expect(await ledger.warmUpDay(number)).toMatchObject({ used: 3 });
    await store.remove();
  });

  it('leave a batch that must wait as it was planned', async () => {
    const { store, ledger, number } = await open({ rate: { recipients: 1, ms: DAY } }, 4, 1);
    await departs(ledger, number);
    const before = await ledger.tally(number);
    await departs(ledger, number);
    expect(await ledger.tally(number)).toEqual(before);
    expect(before).toMatchObject({ planned: 3, requests: 1 });
    await store.remove();
  });

  it('are free without a pace, and none are there for who is paused', async () => {
    const { store, ledger, number } = await open({ rate: { recipients: 1, ms: DAY } }, 2, 1);
    await departs(ledger, number);
    await ledger.setCampaignState(number, 'paused');
    expect(await ledger.claimAtPace(number)).toEqual({ batch: undefined });
    const free = await ledger.openCampaign({ ...draft, name: 'free' });
    await ledger.freezeAudience(free.number, rowsOf(supporters(4)), 2);
    await ledger.takeSender(free.number);
    expect(await departs(ledger, free.number)).toBe(2);
    expect(await departs(ledger, free.number)).toBe(2);
    expect(await departs(ledger, free.number)).toBe(0);
    await store.remove();
  });

  it('follow a rate that is set later', async () => {
    const { store, ledger, number } = await open({ rate: { recipients: 1, ms: DAY } }, 4, 1);
    await departs(ledger, number);
    await ledger.setRate(number, { recipients: 1, ms: 1_000 });
    expect(await departs(ledger, number)).toEqual({ waitMs: 1_000, reason: 'rate' });
    expect((await ledger.campaignByNumber(number))?.pace).toEqual({
      rate: { recipients: 1, ms: 1_000 },
    });
    await store.remove();
  });
});
