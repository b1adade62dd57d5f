import { describe, expect, it } from 'vitest';
import { draft, ledgers, rowsOf, supporters } from './ledgers.ts';

describe.each(ledgers)('a start on $name', ({ createStore }) => {
  async function waiting() {
    const store = await createStore();
    const ledger = await store.open();
    const startsAt = store.clock.now + 3_600_000;
    const { number } = await ledger.openCampaign({ ...draft, startsAt });
    await ledger.freezeAudience(number, rowsOf(supporters(4)), 2);
    await ledger.takeSender(number);
    return { store, ledger, number, startsAt };
  }

  it('lets nothing be claimed before its time', async () => {
    const { store, ledger, number, startsAt } = await waiting();
    expect(await ledger.claimBatch(number)).toBeUndefined();
    expect(await ledger.claimAtPace(number)).toEqual({ batch: undefined });
    store.clock.now = startsAt;
    expect(await ledger.claimBatch(number)).toBeDefined();
    await store.remove();
  });

  it.each(['paused', 'cancelled'] as const)('does not begin once it was %s', async (state) => {
    const { store, ledger, number, startsAt } = await waiting();
    await ledger.setCampaignState(number, state);
    expect(await ledger.beginWaiting(number)).toBe(false);
    expect(await ledger.campaignByNumber(number)).toMatchObject({ state, startsAt });
    await store.remove();
  });

  it('is over once it has begun', async () => {
    const { store, ledger, number } = await waiting();
    expect(await ledger.beginWaiting(number)).toBe(true);
    expect(await ledger.campaignByNumber(number)).toMatchObject({
      state: 'sending',
      startsAt: undefined,
    });
    await store.remove();
  });
});
