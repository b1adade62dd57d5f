import { expect, it } from 'vitest';
import { settlementOf } from '../../src/campaign/settlement.ts';
import type { Delivery } from '../../src/delivery/deliver.ts';
import type { CampaignName } from '../../src/terms.ts';

const CAMPAIGN = { name: 'door' as CampaignName };
const DELIVERIES: readonly Delivery[] = [
  { kind: 'refused', status: 400, reason: 'SendGrid answered 400: bad.', attempts: 1 },
  { kind: 'blocked', status: 401, reason: 'SendGrid answered 401.', fix: 'Mend it.', attempts: 1 },
  { kind: 'notTaken', reason: 'SendGrid answered 429.', attempts: 9 },
];

it('holds the first refusal to be the letter’s fault: nobody is refused, and the send stops', () => {
  const [refused] = DELIVERIES;
  if (!refused) throw new Error('No delivery.');
  expect(settlementOf(refused, false, CAMPAIGN).settlement.state).toBe('notTaken');
  expect(settlementOf(refused, true, CAMPAIGN)).toEqual({
    settlement: { state: 'refused', reason: 'SendGrid answered 400: bad.' },
  });
});

it.for(DELIVERIES)('says what to do, and how to go on, when $kind stops a send', (delivery) => {
  const { stop } = settlementOf(delivery, false, CAMPAIGN);
  expect(stop?.reason).toContain(delivery.kind === 'accepted' ? '' : delivery.reason);
  expect(stop?.reason).not.toContain('..');
  expect(stop?.fix).toMatch(/outcry resume door$/);
});

it('never sends again what may have been taken, and goes on with the rest', () => {
  const unknown: Delivery = { kind: 'unknown', reason: 'Cut.', attempts: 1 };
  expect(settlementOf(unknown, false, CAMPAIGN)).toEqual({
    settlement: { state: 'unknown', reason: 'Cut.' },
  });
});
