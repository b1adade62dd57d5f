import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ledger, Settlement } from '../../src/ledger/ledger.ts';
import type { RecipientReport, RecipientState } from '../../src/ledger/recipients-ledger.ts';
import type { CampaignNumber, RecipientNumber } from '../../src/terms.ts';
import { address, DEAD_PID, ledgers, readyCampaign } from './ledgers.ts';

const STATES: readonly RecipientState[] = [
  'accepted',
  'refused',
  'unknown',
  'suppressed',
  'planned',
];
const PEOPLE = 30;

/** What befalls a campaign: a batch of it leaves and comes to an end or not, or somebody unsubscribes. */
type Step = { readonly suppress: number } | { readonly fate: Settlement['state'] | 'in flight' };

const steps = fc.array(
  fc.oneof(
    fc.record({ suppress: fc.integer({ min: 1, max: PEOPLE }) }),
    fc.record({
      fate: fc.constantFrom<Settlement['state'] | 'in flight'>(
        'accepted',
        'refused',
        'unknown',
        'divided',
        'notTaken',
        'in flight',
      ),
    }),
  ),
  { maxLength: 16 },
);

async function play(ledger: Ledger, campaign: CampaignNumber, step: Step): Promise<void> {
  if ('suppress' in step) {
    await ledger.suppress(address(step.suppress), 'unsubscribed', campaign);
    return;
  }
  const batch = await ledger.claimBatch(campaign);
  if (!batch || step.fate === 'in flight') return;
  const isAlone = batch.recipients.length === 1;
  const fate = step.fate === 'divided' && isAlone ? 'refused' : step.fate;
  await ledger.settleBatch(batch, settlementOf(fate));
}

function settlementOf(state: Settlement['state']): Settlement {
  if (state === 'accepted') return { state, messageId: 'm' };
  const reason = 'why';
  return state === 'divided' ? { state, reason, suspects: [] } : { state, reason };
}

async function readAll(
  ledger: Ledger,
  campaign: CampaignNumber,
  page: { readonly limit: number; readonly states?: readonly RecipientState[] },
): Promise<RecipientReport[]> {
  const all: RecipientReport[] = [];
  for (;;) {
    const after: RecipientNumber | undefined = all.at(-1)?.number;
    const more = await ledger.recipientsPage(campaign, { ...page, after });
    all.push(...more);
    if (more.length < page.limit) return all;
  }
}

describe.each(ledgers)('recipients in some states, on $name', ({ createStore }) => {
  it('are those whom a look at everybody finds, whatever has befallen the campaign', async () => {
    const met = new Set<RecipientState>();
    const store = await createStore();
    const living = await store.open();
    const dead = await store.open({ pid: DEAD_PID });
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.boolean(),
        fc.subarray([...STATES]),
        fc.integer({ min: 1, max: PEOPLE + 1 }),
        async (story, hasDied, states, limit) => {
          const sender = hasDied ? dead : living;
          const { number } = await readyCampaign(living, { count: PEOPLE, batchSize: 5 });
          await sender.takeSender(number);
          for (const step of story) await play(sender, number, step);
          const everybody = await readAll(living, number, { limit: PEOPLE + 1 });
          for (const { state } of everybody) met.add(state);
          const wanted = everybody.filter(({ state }) => states.includes(state));
          expect(await readAll(living, number, { limit, states })).toEqual(wanted);
          for (let one = 1; one <= PEOPLE; one += 1) await living.unsuppress(address(one), 'next');
        },
      ),
      { numRuns: 150 },
    );
    expect([...met].sort()).toEqual([...STATES].sort());
    await store.remove();
  });
});
