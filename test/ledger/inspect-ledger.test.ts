import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectDatabase, inspectLedger } from '../../src/ledger/inspect-ledger.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { claimed, ledgers, readyCampaign, type Store } from './ledgers.ts';

describe.each(ledgers)('a look at the ledger on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  const waiting = async () => {
    const { place } = store;
    const look =
      'file' in place ? inspectLedger(place.file) : await inspectDatabase(place.database);
    return look.waiting;
  };

  it('counts whom campaigns that are not over have yet to go to', async () => {
    expect(await waiting()).toBe(0);
    const { number } = await readyCampaign(ledger, { count: 5, batchSize: 2 });
    const other = await readyCampaign(ledger, { count: 3, name: 'forest' });
    expect(await waiting()).toBe(8);
    await ledger.takeSender(number);
    await ledger.settleBatch(await claimed(ledger, number), { state: 'accepted', messageId: 'm' });
    await claimed(ledger, number);
    expect(await waiting()).toBe(6);
    await ledger.setCampaignState(other.number, 'cancelled');
    expect(await waiting()).toBe(3);
  });
});
