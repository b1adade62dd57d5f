import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PetitionDelivery } from '../../src/ledger/delivery-ledger.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { SignatureNumber } from '../../src/terms.ts';
import { address, DEAD_PID, ledgers, type Store } from './ledgers.ts';

const SLUG = 'save-the-river';
const SETTINGS = { scope: 'new', by: undefined, folder: '{delivery}' } as const;
const RECEIPT = { signatures: 1, files: [] };

describe.each(ledgers)('deliveries on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  async function sign(...names: string[]): Promise<void> {
    for (const name of names) {
      await ledger.recordSignature({
        petition: SLUG,
        email: address(name),
        firstName: name,
        lastName: '',
        postcode: '',
        country: '',
        comment: '',
        consent: false,
        campaign: undefined,
        recipient: undefined,
      });
    }
  }

  async function open(at: Ledger = ledger, scope: 'new' | 'all' = 'new') {
    const opened = await at.openDelivery(SLUG, { ...SETTINGS, scope });
    if (!('delivery' in opened)) throw new Error(`held by ${opened.by}`);
    return opened.delivery;
  }

  async function namesOf(delivery: PetitionDelivery, at: Ledger = ledger): Promise<string[]> {
    const names: string[] = [];
    let after: SignatureNumber | undefined;
    do {
      const page = await at.claimDeliveryPage(delivery, { after, limit: 2 });
      names.push(...page.map(({ firstName }) => firstName));
      after = page.at(-1)?.number;
    } while (after !== undefined);
    return names;
  }

  it('hold each signature once, and all of them if that is asked for', async () => {
    await sign('ana', 'ben', 'chi');
    const first = await open();
    expect(await namesOf(first)).toEqual(['ana', 'ben', 'chi']);
    await ledger.closeDelivery(first, RECEIPT);
    await sign('dov');
    expect(await ledger.countUndelivered(SLUG)).toBe(1);
    const second = await open();
    expect([second.number, await namesOf(second)]).toEqual([2, ['dov']]);
    await ledger.closeDelivery(second, RECEIPT);
    const third = await open(ledger, 'all');
    expect(await namesOf(third)).toEqual(['ana', 'ben', 'chi', 'dov']);
    await ledger.closeDelivery(third, RECEIPT);
    expect(await ledger.countUndelivered(SLUG)).toBe(0);
    expect(await ledger.deliveries(SLUG)).toMatchObject([
      { number: 1, state: 'made', receipt: RECEIPT },
      { number: 2 },
      { number: 3, settings: { scope: 'all' } },
    ]);
  });

  it('that a dead process left open are begun anew, with nobody twice or lost', async () => {
    await sign('ana', 'ben', 'chi');
    const dead = await store.open({ pid: DEAD_PID });
    const left = await open(dead);
    await dead.claimDeliveryPage(left, { after: undefined, limit: 2 });
    const opened = await ledger.openDelivery(SLUG, SETTINGS);
    expect(opened).toMatchObject({ wasOpen: true, delivery: { number: 1 } });
    expect(await namesOf(await open())).toEqual(['ana', 'ben', 'chi']);
  });

  it('that are begun anew are as they were wished this time, not as the dead process was to make them', async () => {
    await sign('ana');
    const dead = await store.open({ pid: DEAD_PID });
    await dead.claimDeliveryPage(await open(dead), { after: undefined, limit: 2 });
    const settings = { scope: 'all', by: 'state', folder: 'elsewhere' } as const;
    const delivery = { ...(await open()), settings };
    await ledger.claimDeliveryPage(delivery, { after: undefined, limit: 2 });
    expect(await ledger.closeDelivery(delivery, RECEIPT)).toMatchObject({ number: 1, settings });
  });

  it('are made by one process at a time, and lost by one that was taken for dead', async () => {
    await sign('ana');
    const other = await store.open({ host: 'elsewhere' });
    const delivery = await open(other);
    expect(await ledger.openDelivery(SLUG, SETTINGS)).toMatchObject({
      by: expect.stringContaining('elsewhere'),
    });
    store.clock.now += 61_000;
    await open();
    await expect(other.closeDelivery(delivery, RECEIPT)).rejects.toMatchObject({
      code: 'delivery-lost',
    });
  });

  it('have mails that are claimed before they leave, and unknown if their process died', async () => {
    await sign('ana');
    const delivery = await open();
    await ledger.closeDelivery(delivery, RECEIPT);
    const plan = [
      { recipient: 'a@example.org', files: ['one.pdf'] },
      { recipient: 'a@example.org', files: ['two.pdf'] },
    ];
    const dead = await store.open({ pid: DEAD_PID });
    await dead.holdDelivery(delivery);
    await dead.planDeliveryMails(delivery, plan);
    expect(await dead.claimDeliveryMail(delivery, 1, 'planned')).toBe(true);
    expect(await dead.claimDeliveryMail(delivery, 1, 'planned')).toBe(false);
    expect(await ledger.holdDelivery(delivery)).toBeUndefined();
    expect(await ledger.planDeliveryMails(delivery, plan)).toMatchObject([
      { number: 1, state: 'unknown' },
      { number: 2, state: 'planned', files: ['two.pdf'] },
    ]);
    expect(await ledger.claimDeliveryMail(delivery, 1, 'planned')).toBe(false);
    await ledger.claimDeliveryMail(delivery, 2, 'planned');
    await ledger.settleDeliveryMail(delivery, 2, {
      state: 'accepted',
      messageId: 'm',
      reason: '',
    });
    expect(await ledger.deliveryMails(delivery)).toMatchObject([
      { state: 'unknown' },
      { state: 'accepted', messageId: 'm' },
    ]);
  });

  it('have mails to another address only as long as none may have left', async () => {
    await sign('ana');
    const delivery = await open();
    await ledger.closeDelivery(delivery, RECEIPT);
    const to = (name: string) => [{ recipient: address(name), files: ['one.pdf'] }];
    const settle = async (state: 'refused' | 'accepted') => {
      await ledger.claimDeliveryMail(delivery, 1, 'planned');
      await ledger.settleDeliveryMail(delivery, 1, { state, messageId: '', reason: '' });
    };
    await ledger.holdDelivery(delivery);
    await ledger.planDeliveryMails(delivery, to('typo'));
    await settle('refused');
    expect(await ledger.planDeliveryMails(delivery, to('typo'))).toMatchObject([
      { state: 'refused' },
    ]);
    expect(await ledger.planDeliveryMails(delivery, to('ben'))).toMatchObject([
      { recipient: address('ben'), state: 'planned' },
    ]);
    await settle('accepted');
    expect(await ledger.planDeliveryMails(delivery, to('chi'))).toMatchObject([
      { recipient: address('ben'), state: 'accepted' },
    ]);
  });
});
