import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Address, CampaignNumber } from '../../src/terms.ts';
import { ANA, BEN, event, HERS, liveALife, SLUG } from './a-life.ts';
import {
  address,
  claimed,
  draft,
  emailsOf,
  ledgers,
  recipientNumber,
  rowsOf,
  type Store,
  supporter,
} from './ledgers.ts';

const MARK = expect.stringMatching(/^\(erased [0-9a-f]{12}\)$/);

describe.each(ledgers)('a supporter who is erased, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let sent: CampaignNumber;
  let waiting: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    ({ sent, waiting } = await liveALife(ledger));
  });
  afterEach(() => store.remove());

  const erase = (email = ANA, withdraw = false) => ledger.eraseSupporter(email, { withdraw });

  it('had all of it told before: what every table holds about her', async () => {
    const records = await ledger.supporterRecords(ANA);
    const text = JSON.stringify(records);
    expect(HERS.filter((one) => !text.includes(one))).toEqual([]);
    expect(records).toMatchObject({
      erasedAt: undefined,
      recipients: [
        { campaign: 'first', number: 1, state: 'accepted', fields: { last_name: 'Quillfeather' } },
        { campaign: 'second', number: 1, state: 'planned', leftAt: undefined },
      ],
      skipped: [
        { campaign: 'first', line: 5, reason: 'invalid' },
        { campaign: 'first', line: 4, reason: 'duplicate' },
        { campaign: 'second', line: 5 },
        { campaign: 'second', line: 4 },
      ],
      suppression: { reason: 'unsubscribed', campaign: 'first' },
      formerSuppressions: [{ reason: 'bounced', detail: expect.stringContaining('550') }],
      preferences: [{ kind: 'petition', petition: SLUG, campaign: 'first' }],
      signatures: [{ petition: SLUG, campaignName: 'first', comment: 'For my late brother' }],
      pendingSignatures: [{ petition: 'another', lastName: 'Quillfeather' }],
      clicks: [{ kind: 'sign', network: 'network-of-hers' }, { kind: 'trap' }],
      events: [{ event: 'bounce', campaign: 'first' }, { event: 'delivered' }],
      tests: [{ hash: draft.hash }],
    });
  });

  it('is in no answer any more but by the hash of her address', async () => {
    expect(await erase()).toEqual({
      isErased: true,
      before: undefined,
      changed: {
        recipients: 2,
        skipped: 4,
        suppressions: 1,
        former_suppressions: 1,
        preferences: 1,
        signatures: 1,
        pending_signatures: 1,
        clicks: 2,
        events: 2,
        tests: 1,
      },
    });
    const none = { recipients: [], skipped: [], preferences: [], signatures: [], clicks: [] };
    expect(await ledger.supporterRecords(ANA)).toEqual({
      ...none,
      erasedAt: store.clock.now,
      suppression: undefined,
      formerSuppressions: [],
      pendingSignatures: [],
      events: [],
      tests: [],
    });
    expect(await ledger.recipient(sent, recipientNumber(1))).toMatchObject({
      email: MARK,
      fields: {},
      isErased: true,
    });
    expect(await ledger.recipient(sent, recipientNumber(2))).toMatchObject({
      email: BEN,
      isErased: false,
    });
    expect(await ledger.shownComments(SLUG, 9)).toEqual([]);
  });

  it('changes no figure of what was sent, of clicks, events, signatures and unsubscribes', async () => {
    const all = async () => ({
      tally: await ledger.tally(sent),
      figures: await ledger.figures(sent),
      languages: await ledger.byLanguage(sent),
      signatures: await ledger.countSignatures(SLUG),
      tests: (await ledger.testsOf(draft.hash)).length,
    });
    const before = await all();
    expect(before.figures).toMatchObject({
      events: { bounce: 1, delivered: 2 },
      unsubscribes: 1,
      signatures: 1,
      preferences: { petition: 1 },
      clicks: { human: 1 },
    });
    await erase();
    expect(await all()).toEqual(before);
  });

  it('gets nothing of what is planned, and the sum stays right', async () => {
    await erase();
    expect(await ledger.tally(waiting)).toMatchObject({ recipients: 2, planned: 1, suppressed: 1 });
    await ledger.takeSender(waiting);
    expect(emailsOf(await claimed(ledger, waiting))).toEqual([BEN]);
    const [row] = await ledger.recipientsPage(waiting, { limit: 1 });
    expect(row).toMatchObject({ email: MARK, state: 'suppressed', reason: 'erased' });
  });

  it('is left out when staff send a batch again of which nobody knew', async () => {
    await ledger.unsuppress(ANA, 'for this test');
    await ledger.choose({ email: ANA, choice: 'all', petition: SLUG, campaign: sent, detail: '' });
    await ledger.takeSender(waiting);
    await ledger.settleBatch(await claimed(ledger, waiting), { state: 'unknown', reason: 'cut' });
    await erase();
    expect(await ledger.tally(waiting)).toMatchObject({ unknown: 2 });
    expect(await ledger.decideUnknown(waiting, 'planned')).toBe(2);
    expect(emailsOf(await claimed(ledger, waiting))).toEqual([BEN]);
    expect(await ledger.tally(waiting)).toMatchObject({ suppressed: 1, planned: 1 });
  });

  it('waits while a batch with her is on its way, and nothing is changed', async () => {
    await ledger.unsuppress(ANA, 'for this test');
    await ledger.choose({ email: ANA, choice: 'all', petition: SLUG, campaign: sent, detail: '' });
    await ledger.takeSender(waiting);
    const batch = await claimed(ledger, waiting);
    const before = await ledger.supporterRecords(ANA);
    expect(await erase()).toEqual({ isErased: false, onItsWay: 'second' });
    expect(await ledger.supporterRecords(ANA)).toEqual(before);
    await ledger.settleBatch(batch, { state: 'accepted', messageId: 'm2' });
    expect(await erase()).toMatchObject({ isErased: true });
  });

  it('is kept by no later list, and mailed by none', async () => {
    await erase();
    const { number } = await ledger.openCampaign({ ...draft, name: 'third' });
    const broken = { file: 'b.csv', line: 9, reason: 'invalid' as const, detail: 'too long' };
    const rows = [
      { ...supporter('x', 2), email: ANA },
      { ...supporter('y', 3), email: ANA },
      supporter('ben', 4),
      { ...broken, email: '"Ana" <Anastasia.Quill@example.org>' },
    ];
    await ledger.freezeAudience(number, rowsOf(rows), 10);
    expect(await ledger.tally(number)).toMatchObject({
      recipients: 1,
      skipped: { suppressed: 2, invalid: 1, duplicate: 0 },
    });
    const [one, two] = await ledger.leftOutPage(number, { reason: 'suppressed', limit: 9 });
    expect([one, two]).toMatchObject([
      { email: '(erased)', detail: 'erased', line: 2 },
      { email: '(erased)', line: 3 },
    ]);
    expect(await ledger.skippedRows(number, 9)).toMatchObject([{ email: '(erased)', line: 9 }]);
  });

  it('is known as suppressed wherever that is asked, and is not noted again', async () => {
    await erase();
    expect(await ledger.isSuppressed(ANA)).toBe(true);
    expect(await ledger.suppressedAmong([BEN, ANA, address('c')])).toEqual(new Set([ANA]));
    expect(await ledger.choiceOf(ANA, SLUG)).toEqual({ choice: 'none', isHeld: true });
    const draftOf = { email: ANA, reason: 'complained' as const };
    const nothing = { added: [], strengthened: [], known: 1 };
    expect(await ledger.weighSuppressions([draftOf])).toEqual(nothing);
    expect(await ledger.suppressAll([draftOf])).toEqual(nothing);
    const list = { source: 's', list: 'bounces' };
    const state = { until: 1, begun: undefined };
    expect(await ledger.keepSynced(list, state, [draftOf])).toEqual(nothing);
    const typed = { firstName: 'A', lastName: 'Q', postcode: '', country: '', comment: '' };
    const pending = { ...typed, petition: 'third', email: ANA, consent: false, lang: 'en' };
    expect(await ledger.keepPending(pending)).toBeUndefined();
    const choice = { email: ANA, petition: SLUG, campaign: sent, detail: '' };
    await ledger.choose({ ...choice, choice: 'monthly' });
    await ledger.recordTest(draft.hash, ANA);
    expect(await ledger.recordEvents([event(sent, 1, 'open', ANA, 'bounced')])).toBe(1);
    expect(await ledger.recordEvents([event(sent, 1, 'open', ANA, 'bounced')])).toBe(0);
    expect((await ledger.figures(sent)).events).toMatchObject({ open: 1 });
    expect(await ledger.supporterRecords(ANA)).toMatchObject({
      recipients: [],
      suppression: undefined,
      preferences: [],
      pendingSignatures: [],
      events: [],
      tests: [],
    });
  });

  it('takes an event that comes again for the same, and tells nothing of her address by it', async () => {
    const twice = [1, 2].map((link) => ({
      ...event(sent, 1, 'click', ANA),
      identity: `hash${link}`,
    }));
    await ledger.recordEvents(twice);
    expect(await erase()).toMatchObject({ changed: { events: 4 } });
    expect((await ledger.figures(sent)).events).toMatchObject({
      delivered: 2,
      bounce: 1,
      click: 1,
    });
    const replayed = await ledger.recordEvents([event(sent, 1, 'delivered', ANA), ...twice]);
    expect(replayed).toBe(0);
  });

  it('may be erased again, which says since when, and erases what has come since', async () => {
    await erase();
    const at = store.clock.now;
    store.clock.now += 86_400_000;
    const again = await erase();
    expect(again).toMatchObject({ isErased: true, before: at });
    expect(again.isErased && Object.values(again.changed).every((count) => count === 0)).toBe(true);
    expect(await ledger.erasedAt(ANA)).toBe(at);
    expect(await ledger.countErased()).toBe(1);
  });

  it('has her signatures taken back where she asks for that; who came by her stays', async () => {
    await erase(ANA, true);
    expect(await ledger.countSignatures(SLUG)).toBe(1);
    const [ben] = await ledger.listSignatures({ limit: 9 });
    expect(ben).toMatchObject({ email: BEN, sharedBy: undefined });
  });

  it('keeps who came by her credited to her signature, which has no name any more', async () => {
    await erase();
    const [ben, hers] = await ledger.listSignatures({ limit: 9 });
    expect(ben).toMatchObject({ email: BEN, sharedBy: hers?.number });
    expect(hers).toMatchObject({ email: MARK, firstName: '', comment: '', consent: false });
  });

  it('can be mailed again once staff say that she asked for it', async () => {
    await erase();
    expect(await ledger.unsuppress(ANA, 'her letter')).toBe(true);
    expect(await ledger.isSuppressed(ANA)).toBe(false);
    expect(await ledger.countErased()).toBe(0);
    expect(await ledger.unsuppress(ANA, 'her letter')).toBe(false);
    expect((await ledger.supporterRecords(ANA)).formerSuppressions).toEqual([]);
  });

  it('is erased while her list is being read, and not read again', async () => {
    const { number } = await ledger.openCampaign({ ...draft, name: 'third' });
    const many = Array.from({ length: 12_000 }, (_, index) => supporter(`m${index}`, index + 3));
    let erased: ReturnType<typeof erase> | undefined;
    const zoe = 'zoe@her-own.example' as Address;
    async function* rows() {
      yield { ...supporter('zoe', 2), email: zoe };
      for (const [index, one] of many.entries()) {
        if (index === 6000) erased = erase(zoe);
        yield one;
      }
      yield { ...supporter('zoe', 99_999), email: zoe };
    }
    await ledger.freezeAudience(number, rows(), 1000);
    expect(await erased).toMatchObject({ isErased: true, changed: { recipients: 1 } });
    const { recipients, suppressed, skipped } = await ledger.tally(number);
    expect({ recipients, suppressed }).toEqual({ recipients: 12_001, suppressed: 1 });
    // Where the erasure came later than her second row, that was a double when it was read.
    expect(skipped.suppressed + skipped.duplicate).toBe(1);
    expect((await ledger.supporterRecords(zoe)).recipients).toEqual([]);
    const domains = (await ledger.byDomain(number)).map(({ domain }) => domain);
    expect(domains).not.toContain('her-own.example');
    await ledger.takeSender(number);
    expect(await claimed(ledger, number)).toHaveProperty('recipients.length', 999);
  });

  it('leaves everybody else as they are', async () => {
    const before = await ledger.supporterRecords(BEN);
    await erase();
    const after = await ledger.supporterRecords(BEN);
    expect(after).toEqual(before);
  });
});
