import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger, SignatureDraft } from '../../src/ledger/ledger.ts';
import type { Address, BatchNumber, CampaignNumber } from '../../src/terms.ts';
import { claimed, draft, ledgers, recipientNumber, rowsOf, type Store } from './ledgers.ts';

const HOUR_MS = 3_600_000;
const PEOPLE = ['ana@one.example.org', 'ben@one.example.org', 'cem@two.example.org'];

describe.each(ledgers)('What a report asks for, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;

  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    ({ number: campaign } = await ledger.openCampaign(draft));
    const rows = PEOPLE.map((email, line) => ({
      email: email as Address,
      fields: {},
      file: 'a.csv',
      line,
    }));
    await ledger.freezeAudience(campaign, rowsOf(rows), 2);
  });
  afterEach(() => store.remove());

  const sign = (email: string, from: Partial<SignatureDraft> = {}) =>
    ledger.recordSignature({
      petition: draft.petition.slug,
      email: email as Address,
      firstName: '',
      lastName: '',
      postcode: '',
      country: '',
      comment: '',
      consent: false,
      campaign: undefined,
      recipient: undefined,
      ...from,
    });
  const through = async (email: string) => ({
    sharedBy: await ledger.signatureOf(draft.petition.slug, email as Address),
  });
  const own = (number: number) => ({ campaign, recipient: recipientNumber(number) });

  it('counts by mail domain who was mailed, whose copy came to what, and who signed', async () => {
    await ledger.takeSender(campaign);
    await ledger.suppress('ben@one.example.org' as Address, 'unsubscribed', undefined);
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, { state: 'accepted', messageId: 'm' });
    const event = {
      campaign,
      batch: 1 as BatchNumber,
      recipient: recipientNumber(1),
      email: 'ana@one.example.org' as Address,
      at: store.clock.now,
      suppress: undefined,
      raw: '{}',
    };
    await ledger.recordEvents([
      { ...event, identity: '1', event: 'delivered' },
      { ...event, identity: '2', event: 'delivered' },
      { ...event, identity: '3', event: 'spamreport' },
    ]);
    await sign('ana@one.example.org', own(1));
    const click = { kind: 'sign', method: 'GET', userAgent: 'Mozilla/5.0' } as const;
    for (const recipient of [1, 1, 3]) await ledger.recordClick({ ...own(recipient), ...click });
    const nothing = {
      delivered: 0,
      bounced: 0,
      dropped: 0,
      complaints: 0,
      clicked: 1,
      signatures: 0,
    };
    expect(await ledger.byDomain(campaign)).toEqual([
      {
        ...nothing,
        domain: 'one.example.org',
        recipients: 2,
        accepted: 1,
        delivered: 1,
        complaints: 1,
        signatures: 1,
      },
      { ...nothing, domain: 'two.example.org', recipients: 1, accepted: 0 },
    ]);
  });

  it('keeps the domains of a batch that is divided, and not that of who is erased', async () => {
    await ledger.takeSender(campaign);
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, {
      state: 'divided',
      reason: 'one was refused',
      suspects: [recipientNumber(2)],
    });
    const counts = async () =>
      (await ledger.byDomain(campaign)).map(({ domain, recipients }) => [domain, recipients]);
    expect(await counts()).toEqual([
      ['one.example.org', 2],
      ['two.example.org', 1],
    ]);
    const click = { kind: 'sign', method: 'GET', userAgent: 'Mozilla/5.0' } as const;
    await ledger.recordClick({ ...own(3), ...click });
    const clicked = async () =>
      (await ledger.byDomain(campaign)).map(({ domain, clicked }) => [domain, clicked]);
    expect(await clicked()).toContainEqual(['two.example.org', 1]);
    await ledger.eraseSupporter('cem@two.example.org' as Address, { withdraw: false });
    expect(await clicked()).toContainEqual(['', 1]);
    expect(await counts()).toEqual([
      ['one.example.org', 2],
      ['', 1],
    ]);
  });

  it('credits shares along their chain, and counts signatures by the hour', async () => {
    await sign('ana@one.example.org', own(1));
    store.clock.now += 2 * HOUR_MS;
    await sign('ben@one.example.org', own(2));
    await sign('dora@example.org', await through('ana@one.example.org'));
    await sign('eve@example.org', await through('dora@example.org'));
    await sign('fay@example.org');
    await sign('gus@example.org', await through('fay@example.org'));
    expect(await ledger.signatureSources(campaign)).toEqual({
      link: 2,
      shared: 2,
      public: 1,
      public_shared: 1,
      other_campaigns: 0,
    });
    const hours = await ledger.signaturesByHour(campaign);
    expect(hours.map(({ signatures }) => signatures)).toEqual([1, 1]);
    expect(hours.map(({ at }) => at % HOUR_MS)).toEqual([0, 0]);
    expect((hours[1]?.at ?? 0) - (hours[0]?.at ?? 0)).toBe(2 * HOUR_MS);
  });
});
