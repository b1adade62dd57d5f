import type { SendEvent } from '../../src/campaign/send-events.ts';
import type { Batch, Settlement, Tally } from '../../src/ledger/ledger.ts';
import type { Address, BatchNumber, CampaignNumber, RecipientNumber } from '../../src/terms.ts';

/** A morning in Madrid: ten there. */
export const NINE = Date.UTC(2026, 10, 24, 9);

/** A campaign to so many people of which nothing was sent. */
export function openTally(recipients: number): Tally {
  return {
    recipients,
    planned: recipients,
    accepted: 0,
    refused: 0,
    unknown: 0,
    suppressed: 0,
    batches: Math.ceil(recipients / 1000),
    requests: 0,
    skipped: { duplicate: 0, invalid: 0, suppressed: 0 },
  };
}

/** What is told of a batch of so many people. */
export function batchEvent(settlement: Settlement, people: number): SendEvent {
  const recipients = Array.from({ length: people }, (_, index) => ({
    number: (index + 1) as RecipientNumber,
    email: `p${index}@example.org` as Address,
    fields: '{}',
  }));
  const batch: Batch = {
    campaign: 1 as CampaignNumber,
    number: 1 as BatchNumber,
    claim: 1,
    lang: 'en',
    variant: '',
    recipients,
  };
  return { type: 'batch', batch, settlement };
}
