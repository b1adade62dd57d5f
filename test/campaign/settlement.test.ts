import { describe, expect, it } from 'vitest';
import { type History, settlementOf } from '../../src/campaign/settlement.ts';
import type { Answer } from '../../src/delivery/transport.ts';
import type { Address, CampaignName, RecipientNumber } from '../../src/terms.ts';

const CAMPAIGN = { name: 'door' as CampaignName };
const REFUSED = {
  kind: 'refused',
  status: 400,
  reason: 'SendGrid answered 400: bad.',
  suspects: [],
  blamesShared: false,
} as const;
const ANSWERS: readonly Answer[] = [
  { ...REFUSED, blamesShared: true },
  { kind: 'blocked', status: 401, reason: 'SendGrid answered 401.', fix: 'Mend it.' },
  { kind: 'notTaken', reason: 'SendGrid answered 429.' },
];
const FRESH: History = { accepted: false, refusals: 0 };
const LATER: History = { accepted: true, refusals: 0 };

function batchOf(size: number) {
  const recipients = Array.from({ length: size }, (_, index) => ({
    number: (index + 101) as RecipientNumber,
    email: `${index}@example.org` as Address,
    fields: '{}',
  }));
  return { recipients };
}

const judge = (answer: Answer, history: History, size = 1000) =>
  settlementOf(batchOf(size), answer, history, CAMPAIGN);

describe('a refusal', () => {
  it('of what all share, before anything was accepted, is the letter’s fault', () => {
    const { settlement, stop } = judge({ ...REFUSED, blamesShared: true }, FRESH);
    expect(settlement.state).toBe('notTaken');
    expect(stop?.reason).toContain('refused the first batch');
  });

  it('of a single recipient right at the start is taken for the letter’s fault too', () => {
    expect(judge(REFUSED, FRESH, 1).settlement.state).toBe('notTaken');
    expect(judge(REFUSED, FRESH, 1).stop).toBeDefined();
  });

  it.each([FRESH, LATER])('of many divides them: after %j', (history) => {
    const { reason } = REFUSED;
    const settlement = { state: 'divided', reason, suspects: [] };
    expect(judge(REFUSED, history)).toEqual({ settlement });
  });

  it('sets whoever was named apart', () => {
    const { settlement } = judge({ ...REFUSED, suspects: [3, 40, 7000] }, LATER);
    expect(settlement).toMatchObject({ state: 'divided', suspects: [104, 141] });
  });

  it('of one who stands alone is hers', () => {
    const settlement = { state: 'refused', reason: REFUSED.reason };
    expect(judge(REFUSED, LATER, 1)).toEqual({ settlement });
    expect(judge(REFUSED, { accepted: false, refusals: 9 }, 1)).toEqual({ settlement });
  });

  it('after many in a row stops the send, and nobody is refused by it', () => {
    for (const history of [
      { accepted: true, refusals: 24 },
      { accepted: false, refusals: 12 },
    ]) {
      const { settlement, stop } = judge(REFUSED, history);
      expect(settlement.state).toBe('notTaken');
      expect(stop?.fix).toMatch(/outcry resume door$/);
    }
  });
});

it.for(ANSWERS)('says what to do, and how to go on, when $kind stops a send', (answer) => {
  const { stop } = judge(answer, FRESH);
  expect(stop?.reason).toContain(answer.kind === 'accepted' ? '' : answer.reason);
  expect(stop?.reason).not.toContain('..');
  expect(stop?.fix).toMatch(/outcry resume door$/);
});

it('never sends again what may have been taken, and goes on with the rest', () => {
  const unknown: Answer = { kind: 'unknown', reason: 'Cut.' };
  expect(judge(unknown, FRESH)).toEqual({ settlement: { state: 'unknown', reason: 'Cut.' } });
});

describe('what was not taken', () => {
  const notTaken: Answer = { kind: 'notTaken', reason: 'Busy.' };

  it('stops the send, unless somebody has done so while it waited to be tried again', () => {
    expect(judge(notTaken, LATER).stop?.reason).toContain('does not take the letter now');
    const { settlement, stop } = judge(notTaken, { ...LATER, isStopped: true });
    expect([settlement.state, stop]).toEqual(['notTaken', undefined]);
  });

  it('goes back to the others if it is to be tried again', () => {
    const { settlement, stop } = judge(notTaken, { ...LATER, isTriedAgain: true });
    expect([settlement.state, stop]).toEqual(['notTaken', undefined]);
  });
});
