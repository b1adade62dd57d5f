import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch, EventDraft, Ledger, Settlement } from '../../src/ledger/ledger.ts';
import type { CampaignNumber, RecipientNumber } from '../../src/terms.ts';
import { address, DEAD_PID, draft, ledgers, rowsOf, type Store, supporter } from './ledgers.ts';

type Step =
  | { readonly do: 'claim' | 'crash' | 'pause' | 'resume' | 'choose' }
  | { readonly do: 'settle'; readonly how: Settlement['state']; readonly who: number }
  | { readonly do: 'suppress'; readonly who: number }
  | { readonly do: 'event'; readonly which: number };

const PEOPLE = 12;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>({ do: 'claim' }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      how: fc.constantFrom<Settlement['state']>(
        'accepted',
        'refused',
        'unknown',
        'notTaken',
        'divided',
      ),
      who: fc.nat(15),
    }),
  },
  fc.record({ do: fc.constant('suppress' as const), who: fc.nat(PEOPLE) }),
  fc.record({ do: fc.constant('event' as const), which: fc.nat(20) }),
  fc.constantFrom<Step>({ do: 'crash' }, { do: 'pause' }, { do: 'resume' }, { do: 'choose' }),
);

/** Of a trial: the first third is the rest, the others get A or B. */
function variantOf(name: number): string {
  return ['', 'A', 'B'][name % 3] ?? '';
}

const TRIAL = {
  variants: [
    { variant: 'A', subject: 'Save the river' },
    { variant: 'B', subject: 'The river is yours' },
  ],
  share: 0.67,
  rule: {},
};

/** Drives one campaign and remembers, apart from the ledger, what left and how it ended. */
class Run {
  readonly store: Store;
  ledger: Ledger;
  readonly campaign: CampaignNumber;
  inFlight: Batch[] = [];
  sent: Batch[] = [];
  /** Addresses that may have been mailed: never to be claimed again. */
  readonly mailed = new Set<string>();
  readonly refused = new Set<string>();
  readonly suppressed = new Set<string>();
  pid = DEAD_PID;
  readonly isTrial: boolean;
  /** What was chosen first: it never changes. */
  winner = '';

  constructor(store: Store, ledger: Ledger, campaign: CampaignNumber, isTrial: boolean) {
    this.isTrial = isTrial;
    this.store = store;
    this.ledger = ledger;
    this.campaign = campaign;
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'claim') await this.claim();
    else if (step.do === 'settle') await this.settle(step.how, step.who);
    else if (step.do === 'suppress') await this.suppress(step.who);
    else if (step.do === 'event') await this.event(step.which);
    else if (step.do === 'crash') await this.crash();
    else if (step.do === 'choose') await this.choose(this.winner === 'A' ? 'B' : 'A');
    else await this.ledger.setCampaignState(this.campaign, stateAfter(step.do));
  }

  async claim(): Promise<void> {
    const batch = await this.ledger.claimBatch(this.campaign);
    if (!batch) return;
    for (const { email } of batch.recipients) {
      expect(this.mailed.has(email), `${email} claimed after it may have been mailed`).toBe(false);
      expect(this.refused.has(email), `${email} claimed after a refusal`).toBe(false);
      expect(this.suppressed.has(email), `${email} claimed though suppressed`).toBe(false);
    }
    for (const { email } of batch.recipients) {
      const own = this.isTrial ? variantOf(Number.parseInt(email, 10)) : '';
      const wanted = own === '' ? this.winner : own;
      expect(batch.variant, `${email} gets her variant, or what was chosen`).toBe(wanted);
      if (this.isTrial) expect(wanted, `${email} claimed before the choice`).not.toBe('');
    }
    this.inFlight.push(batch);
  }

  async choose(variant: string): Promise<void> {
    if (!this.isTrial) return;
    const draft = { variant, how: 'hand', probability: 0.9 } as const;
    const chosen = await this.ledger.chooseWinner(this.campaign, draft);
    this.winner ||= variant;
    expect(chosen.variant).toBe(this.winner);
  }

  async settle(wished: Settlement['state'], who = 0): Promise<void> {
    const batch = this.inFlight.shift();
    if (!batch) return;
    const { recipients } = batch;
    const how = wished === 'divided' && recipients.length === 1 ? 'refused' : wished;
    const suspects = recipients.filter((_, index) => (who >> index) & 1).map((r) => r.number);
    await this.ledger.settleBatch(batch, settlement(how, suspects));
    if (how === 'accepted' || how === 'unknown') this.count(batch);
    if (how === 'refused') for (const { email } of batch.recipients) this.refused.add(email);
  }

  async suppress(who: number): Promise<void> {
    await this.ledger.suppress(address(who), 'unsubscribed', this.campaign);
    this.suppressed.add(address(who));
  }

  async event(which: number): Promise<void> {
    const batch = this.sent[which % this.sent.length];
    if (batch) await this.ledger.recordEvents([processed(batch), processed(batch)]);
  }

  async crash(): Promise<void> {
    this.pid += 1;
    this.ledger = await this.store.open({ pid: this.pid, host: 'desk' });
    expect(await this.ledger.takeSender(this.campaign)).toEqual({ taken: true });
    for (const batch of this.inFlight.splice(0)) this.count(batch);
  }

  count(batch: Batch): void {
    for (const { email } of batch.recipients) this.mailed.add(email);
    this.sent.push(batch);
  }
}

function stateAfter(what: 'pause' | 'resume') {
  return what === 'pause' ? 'paused' : 'sending';
}

function settlement(state: Settlement['state'], suspects: RecipientNumber[]): Settlement {
  if (state === 'accepted') return { state, messageId: 'm' };
  const reason = 'so it was';
  return state === 'divided' ? { state, reason, suspects } : { state, reason };
}

function processed({ campaign, number, recipients }: Batch): EventDraft {
  const [first] = recipients;
  return {
    identity: `processed-${number}`,
    campaign,
    batch: number,
    recipient: first?.number,
    email: first?.email,
    event: 'processed',
    at: 1,
    suppress: undefined,
    raw: '{}',
  };
}

async function checkSum(run: Run, recipients: number): Promise<void> {
  const tally = await run.ledger.tally(run.campaign);
  const { planned, accepted, refused, unknown, suppressed } = tally;
  expect(tally.recipients).toBe(recipients);
  expect(planned + accepted + refused + unknown + suppressed).toBe(recipients);
  const inFlight = run.inFlight.flatMap((batch) => batch.recipients).length;
  expect(accepted + unknown, 'whoever may have been mailed').toBe(run.mailed.size);
  expect(refused).toBe(run.refused.size);
  expect(planned).toBeGreaterThanOrEqual(inFlight);
}

async function finish(run: Run): Promise<void> {
  await run.ledger.setCampaignState(run.campaign, 'sending');
  while (run.inFlight.length > 0) await run.settle('accepted');
  if (run.isTrial && !run.winner) await expectRestWaits(run);
  for (await run.claim(); run.inFlight.length > 0; await run.claim()) await run.settle('accepted');
  expect((await run.ledger.tally(run.campaign)).planned).toBe(0);
  await run.ledger.setCampaignState(run.campaign, 'done');
}

/** With the trial sent and nothing chosen, nobody else is mailed, and the campaign is not done. */
async function expectRestWaits(run: Run): Promise<void> {
  for (await run.claim(); run.inFlight.length > 0; await run.claim()) await run.settle('accepted');
  expect(await run.ledger.trialSent(run.campaign)).toBeDefined();
  const { planned } = await run.ledger.tally(run.campaign);
  if (planned > 0) {
    await expect(run.ledger.setCampaignState(run.campaign, 'done')).rejects.toThrow('not done');
  }
  await run.choose('B');
}

describe.each(ledgers)('the promise of the ledger on $name', ({ createStore }) => {
  it('nobody is mailed twice and nobody is lost, whatever happens in whatever order', async () => {
    const people = fc.array(fc.nat(PEOPLE), { maxLength: 15 });
    const steps = fc.array(step, { maxLength: 40 });
    const size = fc.integer({ min: 1, max: 4 });
    await fc.assert(fc.asyncProperty(people, size, steps, fc.boolean(), driveOnce), {
      numRuns: 100,
    });
  }, 120_000);

  async function driveOnce(
    people: number[],
    batchSize: number,
    steps: Step[],
    isTrial: boolean,
  ): Promise<void> {
    const store = await createStore();
    try {
      const ledger = await store.open({ pid: DEAD_PID, host: 'desk' });
      const trial = isTrial ? TRIAL : undefined;
      const { number } = await ledger.openCampaign({ ...draft, trial });
      const rows = people.map((name, index) => ({
        ...supporter(name, index + 2),
        variant: isTrial ? variantOf(name) : '',
      }));
      await ledger.freezeAudience(number, rowsOf(rows), batchSize);
      await ledger.takeSender(number);
      const run = new Run(store, ledger, number, isTrial);
      const recipients = new Set(people).size;
      await checkSum(run, recipients);
      for (const next of steps) {
        await run.take(next);
        await checkSum(run, recipients);
      }
      await finish(run);
      await checkSum(run, recipients);
    } finally {
      await store.remove();
    }
  }
});
