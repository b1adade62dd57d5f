import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guardSchema } from '../../src/guard/guard-settings.ts';
import type { Batch, EventDraft, Ledger } from '../../src/ledger/ledger.ts';
import type { Address, CampaignNumber } from '../../src/terms.ts';
import { claimed, draft, ledgers, rowsOf, type Store, supporter } from './ledgers.ts';

const LIMITS = guardSchema.parse({});
const FINDING = {
  kind: 'bounces',
  subject: 'example.org',
  share: 0.1,
  reason: 'Too many.',
} as const;

describe.each(ledgers)('the guard on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    ledger = await store.open();
    campaign = await freeze();
    await ledger.takeSender(campaign);
  });
  afterEach(() => store.remove());

  /** 1 to 6, of whom 2 and 5 are the first wave, at two mail domains in turn. */
  async function freeze(waitMs: number | undefined = 60_000) {
    const opened = await ledger.openCampaign({ ...draft, guard: { limits: LIMITS, waitMs } });
    const rows = [1, 2, 3, 4, 5, 6].map((at) => ({
      ...supporter(at, at + 1),
      email: `${at}@${at % 2 ? 'odd' : 'even'}.example` as Address,
      isFirst: at === 2 || at === 5,
    }));
    await ledger.freezeAudience(opened.number, rowsOf(rows), 2);
    return opened.number;
  }

  const accept = (batch: Batch) =>
    ledger.settleBatch(batch, { state: 'accepted', messageId: `m${batch.number}` });
  const numbersOf = (batch: Batch | undefined) => batch?.recipients.map(({ number }) => number);
  const goOn = () => ledger.setCampaignState(campaign, 'sending');

  it('keeps its limits, and who is in the first wave', async () => {
    expect(await ledger.guardOf(campaign)).toEqual({
      limits: LIMITS,
      looks: [],
      wave: { recipients: 2, waitMs: 60_000, passedAt: undefined },
    });
    const other = await ledger.openCampaign(draft);
    expect(await ledger.guardOf(other.number)).toBeUndefined();
  });

  it('gives only the first wave to whoever claims, until that has passed', async () => {
    const first = await claimed(ledger, campaign);
    expect(numbersOf(first)).toEqual([2, 5]);
    expect(await ledger.waveSent(campaign)).toBeUndefined();
    expect(await ledger.claimBatch(campaign), 'by this process').toBeUndefined();
    await accept(first);
    expect(await ledger.claimBatch(campaign), 'nor once it is sent').toBeUndefined();
    expect(await ledger.waveSent(campaign)).toBe(store.clock.now);
    await ledger.passWave(campaign);
    expect((await ledger.guardOf(campaign))?.wave?.passedAt).toBe(store.clock.now);
    expect(numbersOf(await ledger.claimBatch(campaign))).toEqual([1, 3]);
  });

  it('keeps a divided batch of the first wave in it', async () => {
    const first = await claimed(ledger, campaign);
    await ledger.settleBatch(first, { state: 'divided', reason: 'x', suspects: [] });
    const halves = [await claimed(ledger, campaign), await claimed(ledger, campaign)];
    expect(halves.map(numbersOf)).toEqual([[2], [5]]);
    expect(await ledger.claimBatch(campaign)).toBeUndefined();
  });

  it('holds the campaign while a stop holds, in whatever state it is', async () => {
    await ledger.passWave(campaign);
    await ledger.stopByGuard(campaign, [FINDING]);
    expect((await ledger.campaignByNumber(campaign))?.state).toBe('paused');
    await goOn();
    expect(await ledger.claimBatch(campaign)).toBeUndefined();
    expect(await ledger.claimAtPace(campaign)).toEqual({ batch: undefined });
    await ledger.endGuardStops(campaign, ['complaints'], 'despite', 'rosa');
    expect(await ledger.claimBatch(campaign), 'another kind').toBeUndefined();
    await ledger.endGuardStops(campaign, ['bounces'], 'despite', 'rosa');
    expect(await ledger.claimBatch(campaign)).toBeDefined();
  });

  it('keeps each stop once, with who went on despite it and when', async () => {
    const other = await store.open({ pid: 4 });
    await ledger.stopByGuard(campaign, [FINDING]);
    await other.stopByGuard(campaign, [FINDING, { ...FINDING, kind: 'links', share: null }]);
    const at = store.clock.now;
    store.clock.now += 5;
    await ledger.endGuardStops(campaign, ['bounces'], 'despite', 'rosa');
    const ended = { at: at + 5, how: 'despite', by: 'rosa' };
    expect(await ledger.guardStops(campaign)).toEqual([
      { ...FINDING, at, ended },
      { ...FINDING, kind: 'links', share: null, at, ended: undefined },
    ]);
    await ledger.stopByGuard(campaign, [FINDING]);
    expect(await ledger.guardStops(campaign), 'again').toHaveLength(3);
  });

  it('does not let the first wave pass while a stop holds, and stops nothing that is over', async () => {
    await ledger.stopByGuard(campaign, [FINDING]);
    await ledger.passWave(campaign);
    expect((await ledger.guardOf(campaign))?.wave?.passedAt).toBeUndefined();
    const over = await freeze();
    await ledger.setCampaignState(over, 'cancelled');
    await ledger.stopByGuard(over, [FINDING]);
    expect(await ledger.guardStops(over)).toEqual([]);
    expect((await ledger.campaignByNumber(over))?.state).toBe('cancelled');
  });

  it('keeps what looks at pages have shown', async () => {
    const look = {
      kind: 'links',
      url: 'https://example.org',
      failures: 1,
      reason: 'x',
      at: 5,
    } as const;
    await ledger.keepLooks(campaign, [look]);
    expect((await ledger.guardOf(campaign))?.looks).toEqual([look]);
  });

  it('counts people, of all and of mail domains with bounces', async () => {
    expect(await ledger.hasEvents()).toBe(false);
    await ledger.passWave(campaign);
    for (let batch = await ledger.claimBatch(campaign); batch; ) {
      await accept(batch);
      batch = await ledger.claimBatch(campaign);
    }
    const event = (recipient: number, event: string, again = ''): EventDraft =>
      ({
        identity: `${recipient} ${event} ${again}`,
        campaign,
        recipient,
        email: `${recipient}@${recipient % 2 ? 'odd' : 'even'}.example`,
        event,
        at: 5,
        raw: '{}',
        detail: '',
      }) as unknown as EventDraft;
    await ledger.recordEvents([
      ...[1, 3].flatMap((one) => [event(one, 'bounce'), event(one, 'bounce', 'again')]),
      event(2, 'bounce'),
      event(4, 'delivered'),
      event(5, 'delivered'),
      event(4, 'spamreport'),
      event(6, 'dropped'),
    ]);
    await ledger.suppress('5@odd.example' as Address, 'unsubscribed', campaign);
    expect(await ledger.guardFigures(campaign, 2)).toEqual({
      recipients: 6,
      accepted: 6,
      refused: 0,
      heard: 6,
      delivered: 2,
      bounced: 3,
      complaints: 1,
      unsubscribes: 1,
      domains: [{ domain: 'odd.example', recipients: 3, delivered: 1, bounced: 2 }],
    });
    expect(await ledger.hasEvents()).toBe(true);
  });

  it('is forgotten with a campaign that is', async () => {
    await ledger.stopByGuard(campaign, [FINDING]);
    await ledger.dropCampaign(campaign);
    expect(await ledger.guardOf(campaign)).toBeUndefined();
    expect(await ledger.guardStops(campaign)).toEqual([]);
  });
});
