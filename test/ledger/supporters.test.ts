import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventDraft, Ledger, SignatureDraft } from '../../src/ledger/ledger.ts';
import type { BatchNumber, CampaignNumber } from '../../src/terms.ts';
import {
  address,
  claimed,
  ledgers,
  readyCampaign,
  recipientNumber,
  type Store,
} from './ledgers.ts';

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0';

describe.each(ledgers)('what supporters do, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    campaign = (await readyCampaign(ledger)).number;
    await ledger.takeSender(campaign);
  });
  afterEach(() => store.remove());

  function signature(name: string, changes: Partial<SignatureDraft> = {}): SignatureDraft {
    return {
      petition: 'save-the-river',
      email: address(name),
      firstName: 'Ana',
      lastName: "O'Brien",
      postcode: '',
      country: '',
      comment: '',
      consent: true,
      campaign,
      recipient: recipientNumber(1),
      ...changes,
    };
  }

  function event(identity: string, changes: Partial<EventDraft> = {}): EventDraft {
    return {
      identity,
      campaign,
      batch: 1 as BatchNumber,
      recipient: recipientNumber(1),
      email: address(1),
      event: 'delivered',
      at: 1,
      suppress: undefined,
      raw: '{}',
      ...changes,
    };
  }

  it('suppresses an address once, and says whether it was new', async () => {
    expect(await ledger.isSuppressed(address('a'))).toBe(false);
    expect(await ledger.suppress(address('a'), 'unsubscribed', campaign)).toBe(true);
    expect(await ledger.suppress(address('a'), 'bounced', undefined)).toBe(false);
    expect(await ledger.isSuppressed(address('a'))).toBe(true);
  });

  it('tells which of many addresses are suppressed', async () => {
    const many = Array.from({ length: 2500 }, (_, index) => address(index));
    for (const index of [0, 1000, 2499]) await ledger.suppress(address(index), 'manual', undefined);
    expect(await ledger.suppressedAmong(many)).toEqual(
      new Set([address(0), address(1000), address(2499)]),
    );
    expect(await ledger.suppressedAmong([])).toEqual(new Set());
  });

  it('counts one signature a person and petition', async () => {
    expect(await ledger.recordSignature(signature('a'))).toEqual({ isNew: true });
    expect(await ledger.recordSignature(signature('a', { firstName: 'Eve' }))).toEqual({
      isNew: false,
    });
    await ledger.recordSignature(signature('b'));
    await ledger.recordSignature(signature('a', { petition: 'other' }));
    expect(await ledger.hasSigned('save-the-river', address('a'))).toBe(true);
    expect(await ledger.hasSigned('save-the-river', address('c'))).toBe(false);
    expect(await ledger.countSignatures('save-the-river')).toBe(2);
    expect(await ledger.countSignatures('nothing')).toBe(0);
  });

  it('keeps an event once, however often it comes, also within one delivery', async () => {
    const events = [event('1'), event('2'), event('1')];
    expect(await ledger.recordEvents(events)).toBe(2);
    expect(await ledger.recordEvents([...events, event('3')])).toBe(1);
    expect(await ledger.recordEvents([])).toBe(0);
  });

  it('keeps thousands of events in one go', async () => {
    const events = Array.from({ length: 2500 }, (_, index) => event(`e${index}`));
    expect(await ledger.recordEvents(events)).toBe(2500);
  });

  it('keeps events that it does not know, and those that name no campaign', async () => {
    const strange = { campaign: undefined, batch: undefined, recipient: undefined };
    expect(await ledger.recordEvents([event('1', { event: 'moonrise', ...strange })])).toBe(1);
    expect(await ledger.recordEvents([event('2', { event: 'moonrise' })])).toBe(1);
    expect((await ledger.figures(campaign)).events).toEqual({ moonrise: 1 });
  });

  it('suppresses the address of an event that says so, and a replay does not do it again', async () => {
    const bounce = event('1', { event: 'bounce', email: address('gone'), suppress: 'bounced' });
    await ledger.recordEvents([bounce, bounce]);
    expect(await ledger.isSuppressed(address('gone'))).toBe(true);
    expect(await ledger.suppress(address('gone'), 'manual', undefined)).toBe(false);
  });

  it('tells whose copy a late event is about by message id and address', async () => {
    const batch = await claimed(ledger, campaign);
    await ledger.settleBatch(batch, { state: 'accepted', messageId: 'abc' });
    const stray = { campaign: undefined, batch: undefined, recipient: undefined };
    const bounce = { ...stray, event: 'bounce', suppress: 'bounced' } as const;
    await ledger.recordEvents([
      event('1', { ...bounce, messageId: 'abc', email: address(2) }),
      event('2', { ...bounce, messageId: 'abc', email: address('nobody') }),
      event('3', { ...bounce, messageId: 'other', email: address(3) }),
      event('4', { ...bounce, email: address(4) }),
    ]);
    expect((await ledger.figures(campaign)).events).toEqual({ bounce: 1 });
    const page = await ledger.recipientsPage(campaign, { limit: 5 });
    expect(page.map(({ reason }) => reason)).toEqual(['', 'it bounced', '', '', '']);
    for (const name of [2, 3, 4, 'nobody']) {
      expect(await ledger.isSuppressed(address(name))).toBe(true);
    }
  });

  it('takes an event for the proof that an unknown batch was accepted', async () => {
    for (const number of [1, 2]) {
      const batch = await claimed(ledger, campaign);
      expect(batch.number).toBe(number);
      await ledger.settleBatch(batch, { state: 'unknown', reason: 'the connection broke' });
    }
    await ledger.recordEvents([event('1', { event: 'processed' })]);
    expect(await ledger.tally(campaign)).toMatchObject({ accepted: 2, unknown: 2 });
    expect(await ledger.troubledBatches(campaign)).toMatchObject([{ number: 2 }]);
  });

  it('takes an event that came before its batch became unknown for the proof, too', async () => {
    const batch = await claimed(ledger, campaign);
    await ledger.recordEvents([event('1', { event: 'processed' })]);
    await ledger.settleBatch(batch, { state: 'unknown', reason: 'the connection broke' });
    expect(await ledger.tally(campaign)).toMatchObject({ accepted: 2, unknown: 0 });
  });

  it('leaves a done campaign done when an event settles its last batch', async () => {
    for (let count = 0; count < 3; count++) {
      const batch = await claimed(ledger, campaign);
      await ledger.settleBatch(batch, { state: 'unknown', reason: 'the connection broke' });
    }
    await ledger.setCampaignState(campaign, 'done');
    await ledger.recordEvents([1, 2, 3].map((n) => event(`${n}`, { batch: n as BatchNumber })));
    expect(await ledger.tally(campaign)).toMatchObject({ accepted: 5, unknown: 0 });
    expect((await ledger.campaignByNumber(campaign))?.state).toBe('done');
  });

  it('does not let an event change a batch that is planned, in flight or refused', async () => {
    await ledger.recordEvents([event('1', { batch: 3 as BatchNumber })]);
    const batch = await claimed(ledger, campaign);
    await ledger.recordEvents([event('2')]);
    expect(await ledger.tally(campaign)).toMatchObject({ planned: 5 });
    await ledger.settleBatch(batch, { state: 'refused', reason: '400' });
    await ledger.recordEvents([event('3')]);
    expect(await ledger.tally(campaign)).toMatchObject({ refused: 2, planned: 3 });
  });

  it('sums up a campaign: recipients by event, clicks, signatures, unsubscribes', async () => {
    await ledger.recordEvents([
      event('1'),
      event('2', { recipient: recipientNumber(2) }),
      event('3', { recipient: recipientNumber(2) }),
      event('4', { event: 'bounce', recipient: recipientNumber(3) }),
    ]);
    const click = { campaign, recipient: recipientNumber(1), kind: 'sign', method: 'GET' } as const;
    for (const change of [
      {},
      { network: 'home' },
      { method: 'HEAD' },
      { userAgent: 'curl/8.5.0' },
      { userAgent: 'SomeApp/1' },
      { kind: 'unsubscribe' },
      { kind: 'link', link: 3 },
    ] as const) {
      await ledger.recordClick({ ...click, userAgent: BROWSER, ...change });
      store.clock.now += 60_000;
    }
    await ledger.recordSignature(signature('a'));
    await ledger.recordSignature(signature('b', { campaign: undefined }));
    await ledger.recordSignature(signature('c', { petition: 'other' }));
    await ledger.suppress(address('a'), 'unsubscribed', campaign);
    await ledger.suppress(address('b'), 'unsubscribed', undefined);
    await ledger.suppress(address('c'), 'bounced', campaign);
    const once = { lang: 'en', variant: '', people: 1, all: 1, human: 1, machine: 0, unsure: 0 };
    const signs = {
      all: 5,
      human: 2,
      machine: 2,
      unsure: 1,
      rules: { signed: 1, 'no-sign': 1, head: 1, agent: 1, 'no-browser': 1 },
    };
    expect(await ledger.figures(campaign)).toEqual({
      events: { bounce: 1, delivered: 2 },
      clicks: {
        ...signs,
        links: [
          { ...once, kind: 'link', link: 3, rules: { 'no-sign': 1 } },
          { ...once, kind: 'sign', link: null, ...signs },
          { ...once, kind: 'unsubscribe', link: null, rules: { 'no-sign': 1 } },
        ],
      },
      preferences: { monthly: 0, petition: 0 },
      signatures: 1,
      unsubscribes: 1,
    });
  });

  it('counts who has signed as a person, whatever her program calls itself', async () => {
    const click = (number: number, userAgent: string) =>
      ledger.recordClick({
        campaign,
        recipient: recipientNumber(number),
        kind: 'sign',
        method: 'GET',
        userAgent,
      });
    const sign = (number: number) =>
      ledger.recordSignature(signature(`${number}`, { recipient: recipientNumber(number) }));
    // One signs with a program that looks like a machine, after a scanner has been there too.
    await click(1, 'curl/8.5.0');
    await click(1, 'Barracuda Sentinel');
    await sign(1);
    // One signs with a browser: her scanner stays a scanner.
    await click(2, 'Barracuda Sentinel');
    await click(2, BROWSER);
    await sign(2);
    await click(3, 'curl/8.5.0');
    expect((await ledger.figures(campaign)).clicks).toMatchObject({ all: 5, human: 2, machine: 3 });
  });

  it('has figures of nought for a campaign of which nothing is known yet', async () => {
    expect(await ledger.figures(campaign)).toEqual({
      events: {},
      clicks: { all: 0, human: 0, machine: 0, unsure: 0, rules: {}, links: [] },
      preferences: { monthly: 0, petition: 0 },
      signatures: 0,
      unsubscribes: 0,
    });
  });
});
