import type { BatchNumber, CampaignNumber, RecipientNumber } from '../terms.ts';

/**
 * What every event of a copy brings back, so that it can be told which recipient it is about.
 * Numbers only, no personal data; prefixed, because SendGrid drops an argument that bears the name
 * of one of its own event fields.
 */
export function campaignArgs(
  campaign: CampaignNumber,
  batch: BatchNumber,
): Readonly<Record<string, string>> {
  return { outcry_campaign: String(campaign), outcry_batch: String(batch) };
}

/** The recipient's own part, which SendGrid joins with the campaign's. */
export function recipientArgs(recipient: RecipientNumber): Readonly<Record<string, string>> {
  return { outcry_recipient: String(recipient) };
}

export interface EventOrigin {
  readonly campaign: CampaignNumber | undefined;
  readonly batch: BatchNumber | undefined;
  readonly recipient: RecipientNumber | undefined;
}

/** Reads both back from an event; undefined where they are missing or not ours. */
export function readCustomArgs(event: Readonly<Record<string, unknown>>): EventOrigin {
  return {
    campaign: readNumber(event.outcry_campaign) as CampaignNumber | undefined,
    batch: readNumber(event.outcry_batch) as BatchNumber | undefined,
    recipient: readNumber(event.outcry_recipient) as RecipientNumber | undefined,
  };
}

function readNumber(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
