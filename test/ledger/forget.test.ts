import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { ANA, BEN, BROWSER, event, liveALife, SLUG } from './a-life.ts';
import {
  address,
  claimed,
  draft,
  ledgers,
  readyCampaign,
  recipientNumber,
  rowsOf,
  type Store,
  supporter,
} from './ledgers.ts';

const DAY = 86_400_000;
const TWO_MONTHS = 61 * DAY;

describe.each(ledgers)('the people of an old campaign, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let sent: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    ({ sent } = await liveALife(ledger));
    await ledger.setCampaignState(sent, 'done');
    store.clock.now += TWO_MONTHS;
  });
  afterEach(() => store.remove());

  const report = async () => ({
    figures: await ledger.figures(sent),
    tally: await ledger.tally(sent),
    domains: await ledger.byDomain(sent),
    sources: await ledger.signatureSources(sent),
    hours: await ledger.signaturesByHour(sent),
    editions: await ledger.byEdition(sent),
    languages: await ledger.byLanguage(sent),
    mailed: await ledger.mailedPage(sent, { after: recipientNumber(0), limit: 9 } as never),
  });

  it('are forgotten, and its report says the same', async () => {
    const before = await report();
    expect(before.figures.events).toMatchObject({ delivered: 2, bounce: 1 });
    expect(before.figures.clicks.all).toBeGreaterThan(0);
    expect(before.tally.skipped.duplicate).toBe(1);
    expect(await ledger.forgettable(sent)).toMatchObject({
      needed: undefined,
      rows: { events: 3, clicks: 2, skipped: 3, fields: 2 },
      forgottenAt: undefined,
    });
    let told = 0;
    expect(await ledger.forgetPeople(sent, { onProgress: (rows) => (told += rows) })).toBe(true);
    expect(told).toBe(10);
    expect(await report()).toEqual(before);
    expect(await ledger.forgettable(sent)).toMatchObject({
      rows: { events: 0, clicks: 0, skipped: 0, fields: 0 },
      forgottenAt: store.clock.now,
    });
    const hers = await ledger.supporterRecords(ANA);
    const old = hers.recipients.filter(({ campaign }) => campaign === 'first');
    expect(old).toMatchObject([{ fields: {}, state: 'accepted' }]);
    expect([hers.clicks, hers.events].flat()).toEqual([]);
    expect(hers.signatures).toHaveLength(1);
    expect(await ledger.countSignatures(SLUG)).toBe(2);
  });

  it('are not mailed who must not be: addresses, suppressions and wishes stay', async () => {
    await ledger.forgetPeople(sent);
    expect(await ledger.isSuppressed(ANA)).toBe(true);
    expect((await ledger.recipient(sent, recipientNumber(1)))?.email).toBe(ANA);
    const { number } = await ledger.openCampaign({ ...draft, name: 'again' });
    await ledger.freezeAudience(number, rowsOf([supporter('ben'), supporter('new', 3)]), 10);
    const [first] = (await ledger.earlierSends(number)).filter(
      ({ campaign }) => campaign.name === 'first',
    );
    expect(first).toMatchObject({ mailed: 2, overlap: 1 });
    await ledger.choose({
      email: BEN,
      choice: 'none',
      petition: SLUG,
      campaign: sent,
      detail: 'the link of a letter of two months ago',
    });
    expect(await ledger.isSuppressed(BEN)).toBe(true);
  });

  it('are added to by what comes later still', async () => {
    const before = await ledger.figures(sent);
    await ledger.forgetPeople(sent);
    await ledger.recordEvents([event(sent, 2, 'spamreport', BEN)]);
    const click = { campaign: sent, recipient: recipientNumber(2), method: 'GET' };
    await ledger.recordClick({ ...click, kind: 'sign', userAgent: 'Mozilla/5.0 (later)' });
    const after = await ledger.figures(sent);
    expect(after.events).toEqual({ ...before.events, spamreport: 1 });
    expect(after.clicks.all).toBe(before.clicks.all + 1);
  });

  it('are added to by what comes while they are being forgotten', async () => {
    const before = await report();
    const click = { campaign: sent, recipient: recipientNumber(2), method: 'GET' };
    let comes: Promise<unknown> | undefined;
    const come = async () => {
      await ledger.recordEvents([
        { ...event(sent, 2, 'spamreport', BEN), at: store.clock.now - DAY },
      ]);
      await ledger.recordClick({ ...click, kind: 'sign', userAgent: 'Mozilla/5.0 (late)' });
    };
    expect(await ledger.forgetPeople(sent, { onProgress: () => (comes ??= come()) })).toBe(true);
    await comes;
    const after = await ledger.figures(sent);
    expect(after.events).toEqual({ ...before.figures.events, spamreport: 1 });
    expect(after.clicks.all).toBe(before.figures.clicks.all + 1);
  });

  it('are counted with what comes while they are counted', async () => {
    const other = await store.open();
    const before = await report();
    const forgetting = ledger.forgetPeople(sent);
    for (let copy = 0; copy < 5; copy += 1) {
      await other.recordEvents([
        { ...event(sent, 2, `kind-${copy}`, BEN), at: store.clock.now - DAY },
      ]);
    }
    expect(await forgetting).toBe(true);
    const kinds = [0, 1, 2, 3, 4].map((copy) => [`kind-${copy}`, 1]);
    const events = { ...before.figures.events, ...Object.fromEntries(kinds) };
    expect((await ledger.figures(sent)).events).toEqual(events);
  });

  it('are one person each, whatever she did before and just now', async () => {
    await ledger.recordEvents([
      { ...event(sent, 2, 'delivered', BEN), identity: 'late', at: store.clock.now - DAY },
    ]);
    const before = await report();
    expect(before.figures.events.delivered).toBe(2);
    await ledger.forgetPeople(sent);
    expect(await report()).toEqual(before);
    expect((await ledger.forgettable(sent)).rows.events).toBe(0);
  });

  it('are forgotten once more with what has come since, and the report says the same', async () => {
    await ledger.forgetPeople(sent);
    await ledger.recordEvents([event(sent, 2, 'spamreport', BEN)]);
    const click = { campaign: sent, recipient: recipientNumber(1), method: 'GET' };
    await ledger.recordClick({ ...click, kind: 'sign', userAgent: BROWSER });
    const before = await report();
    store.clock.now += 10 * DAY;
    expect(await ledger.forgettable(sent)).toMatchObject({ rows: { events: 1, clicks: 1 } });
    await ledger.forgetPeople(sent);
    expect(await report()).toEqual(before);
    expect(await ledger.forgettable(sent)).toMatchObject({
      rows: { events: 0, clicks: 0 },
      forgottenAt: store.clock.now,
    });
  });

  it('are forgotten to the end where it was stopped, and counted once', async () => {
    const before = await report();
    const stop = new AbortController();
    const onProgress = () => stop.abort();
    for (let count = 0; count < 2; count++) {
      expect(await ledger.forgetPeople(sent, { signal: stop.signal, onProgress })).toBe(false);
      expect(await report()).toEqual(before);
      expect((await ledger.forgettable(sent)).forgottenAt).toBeUndefined();
    }
    expect(await ledger.forgetPeople(sent)).toBe(true);
    expect(await report()).toEqual(before);
  });

  it('are needed while it is not over, while nobody knows who was mailed, and for a month', async () => {
    const campaign = await readyCampaign(ledger, { name: 'new' });
    const needed = async () => (await ledger.forgettable(campaign.number)).needed;
    expect(await needed()).toBe('unfinished');
    await expect(ledger.forgetPeople(campaign.number)).rejects.toThrow('still needed');
    await ledger.takeSender(campaign.number);
    const batch = await claimed(ledger, campaign.number);
    await ledger.settleBatch(batch, { state: 'unknown', reason: 'cut' });
    await ledger.setCampaignState(campaign.number, 'cancelled');
    expect(await needed()).toBe('unknown');
    await ledger.decideUnknown(campaign.number, 'accepted');
    expect(await needed()).toBe('recent');
    store.clock.now += TWO_MONTHS;
    expect(await needed()).toBeUndefined();
  });

  it('leave no name of a mail domain that was only hers, once she is erased', async () => {
    const hers = { ...supporter('x'), email: 'ann@quillfeather.example' as typeof ANA };
    const { number } = await ledger.openCampaign({ ...draft, name: 'own' });
    await ledger.freezeAudience(number, rowsOf([hers, supporter('ben', 3)]), 10);
    await ledger.recordEvents([
      event(number, 1, 'delivered', hers.email),
      event(number, 2, 'delivered', BEN),
    ]);
    await ledger.setCampaignState(number, 'cancelled');
    await ledger.forgetPeople(number);
    const delivered = async () =>
      (await ledger.byDomain(number)).map((one) => [one.domain, one.delivered]);
    expect(await delivered()).toContainEqual(['quillfeather.example', 1]);
    await ledger.eraseSupporter(hers.email, { withdraw: false });
    expect((await delivered()).sort()).toEqual([
      ['', 1],
      ['example.org', 1],
    ]);
  });

  it('leave those of other campaigns as they are', async () => {
    const other = await readyCampaign(ledger, { name: 'other' });
    await ledger.recordEvents([event(other.number, 1, 'delivered', address(1))]);
    const before = (await ledger.forgettable(other.number)).rows;
    await ledger.forgetPeople(sent);
    expect((await ledger.forgettable(other.number)).rows).toEqual(before);
    expect(before).toMatchObject({ events: 1, fields: 5 });
  });
});
