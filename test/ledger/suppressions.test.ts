import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  EventDraft,
  Ledger,
  Suppression,
  SuppressionDraft,
  SuppressionReason,
} from '../../src/ledger/ledger.ts';
import { address, ledgers, readyCampaign, type Store } from './ledgers.ts';

const REASONS = ['imported', 'manual', 'bounced', 'unsubscribed', 'complained'] as const;

describe.each(ledgers)('suppressions, on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
  });
  afterEach(() => store.remove());

  const draft = (name: string, reason: SuppressionReason, more: Partial<SuppressionDraft> = {}) =>
    ({ email: address(name), reason, ...more }) satisfies SuppressionDraft;
  const find = (name: string) => ledger.findSuppression(address(name));

  it('keep reason, time, campaign and why', async () => {
    const { number, name } = await readyCampaign(ledger);
    await ledger.suppress(address('a'), 'unsubscribed', number, 'on the unsubscribe page');
    expect(await find('a')).toEqual({
      email: address('a'),
      reason: 'unsubscribed',
      at: store.clock.now,
      campaign: name,
      detail: 'on the unsubscribe page',
    });
    expect(await find('b')).toBeUndefined();
  });

  it('keep why on one line, without what acts on a terminal, and not without end', async () => {
    const detail = `550 no\r\n\u001b[31msuch user ${'x'.repeat(2000)}`;
    await ledger.suppressAll([draft('a', 'bounced', { detail })]);
    const kept = (await find('a'))?.detail ?? '';
    expect(kept).toMatch(/^550 no \[31msuch user x+…$/);
    expect(kept).toHaveLength(500);
  });

  it.each<[first: SuppressionReason, later: SuppressionReason, stays: SuppressionReason]>([
    ['imported', 'complained', 'complained'],
    ['imported', 'bounced', 'bounced'],
    ['imported', 'manual', 'manual'],
    ['bounced', 'unsubscribed', 'unsubscribed'],
    ['manual', 'complained', 'complained'],
    ['manual', 'bounced', 'manual'],
    ['bounced', 'manual', 'bounced'],
    ['unsubscribed', 'complained', 'unsubscribed'],
    ['complained', 'unsubscribed', 'complained'],
    ['unsubscribed', 'imported', 'unsubscribed'],
    ['bounced', 'imported', 'bounced'],
  ])('first %s, then %s: %s it is', async (first, later, stays) => {
    await ledger.suppressAll([draft('a', first, { at: 1, detail: 'first' })]);
    const kept = await ledger.suppressAll([draft('a', later, { at: 2, detail: 'later' })]);
    const isStronger = stays !== first;
    expect(kept).toEqual({
      added: [],
      strengthened: isStronger ? [address('a')] : [],
      known: isStronger ? 0 : 1,
    });
    expect(await find('a')).toMatchObject(
      isStronger
        ? { reason: later, at: 2, detail: 'later' }
        : { reason: first, at: 1, detail: 'first' },
    );
  });

  it('come out the same, however they are cut into pieces, and weighing foretells it', async () => {
    const drafts = fc.array(
      fc.record({ name: fc.constantFrom('a', 'b', 'c'), reason: fc.constantFrom(...REASONS) }),
      { maxLength: 12 },
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(drafts, async (wanted) => {
        round += 1;
        const named = (half: string) =>
          wanted.map(({ name, reason }, at) => draft(`${name}${half}${round}`, reason, { at }));
        const [atOnce, oneByOne] = [named('x'), named('y')];
        const foretold = await ledger.weighSuppressions(atOnce);
        expect(await ledger.suppressAll(atOnce)).toEqual(foretold);
        for (const one of oneByOne) await ledger.suppressAll([one]);
        for (const name of ['a', 'b', 'c']) {
          const { email: _, ...x } = (await find(`${name}x${round}`)) ?? {};
          const { email: __, ...y } = (await find(`${name}y${round}`)) ?? {};
          expect(x).toEqual(y);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are listed a page at a time, the newest first, none left out and none twice', async () => {
    const many = Array.from({ length: 25 }, (_, index) =>
      draft(`p${index}`, index % 2 === 0 ? 'bounced' : 'manual', { at: Math.floor(index / 4) }),
    );
    await ledger.suppressAll(many);
    const listed: Suppression[] = [];
    for (let after: Suppression | undefined; ; after = listed.at(-1)) {
      const page = await ledger.listSuppressions({ limit: 3, after });
      if (page.length === 0) break;
      listed.push(...page);
    }
    expect(new Set(listed.map(({ email }) => email)).size).toBe(25);
    expect(listed).toHaveLength(25);
    const times = listed.map(({ at }) => at);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(await ledger.listSuppressions({ limit: 100, reason: 'manual' })).toHaveLength(12);
    expect(await ledger.countSuppressions()).toEqual({ bounced: 13, manual: 12 });
  });

  it('can be removed, once', async () => {
    await ledger.suppressAll([draft('a', 'manual')]);
    expect(await ledger.unsuppress(address('a'), 'a mistake')).toBe(true);
    expect(await ledger.unsuppress(address('a'), 'a mistake')).toBe(false);
    expect(await ledger.isSuppressed(address('a'))).toBe(false);
  });

  it('leave the unsubscribes of a campaign as they were when one is removed later', async () => {
    const { number } = await readyCampaign(ledger);
    await ledger.suppress(address(1), 'unsubscribed', number);
    await ledger.unsuppress(address(1), 'she asked');
    await ledger.suppress(address(1), 'unsubscribed', number);
    await ledger.unsuppress(address(1), 'she asked again');
    expect((await ledger.figures(number)).unsubscribes).toBe(1);
  });

  it('keep what the provider says of an event', async () => {
    const bounce: EventDraft = {
      identity: '1',
      campaign: undefined,
      batch: undefined,
      recipient: undefined,
      email: address('a'),
      event: 'bounce',
      at: 7,
      suppress: 'bounced',
      detail: '550 5.1.1 no such user',
      raw: '{}',
    };
    await ledger.recordEvents([bounce]);
    expect(await find('a')).toMatchObject({ reason: 'bounced', at: 7, detail: bounce.detail });
  });

  it('remember how far a list is read, each account for itself', async () => {
    const list = { source: 'here', list: 'bounces' };
    expect(await ledger.syncState(list)).toEqual({ until: undefined, begun: undefined });
    const begun = { from: 0, to: 9, offset: 490 };
    const kept = await ledger.keepSynced(list, { until: undefined, begun }, [
      draft('a', 'bounced'),
    ]);
    expect(kept.added).toEqual([address('a')]);
    expect(await ledger.syncState(list)).toEqual({ until: undefined, begun });
    await ledger.keepSynced(list, { until: 9, begun: undefined }, []);
    expect(await ledger.syncState(list)).toEqual({ until: 9, begun: undefined });
    expect((await ledger.syncState({ ...list, source: 'there' })).until).toBeUndefined();
  });
});
