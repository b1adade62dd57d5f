import type { Addressee, Campaign } from '../ledger/ledger.ts';
import type { OwnLinks } from '../links.ts';
import { createPersonaliser, type FinishedCopy, finishCopy } from '../message/personalise.ts';
import { editionIn } from './editions.ts';
import { openEnvelope } from './envelope.ts';
import { createUncountedFields } from './uncounted-fields.ts';

/**
 * A recipient's copy as the web side shows it, made of what the ledger kept. Whoever has the address
 * of that page reads it, so it must have other links than her own.
 */
export function viewedCopy(
  campaign: Campaign,
  recipient: Addressee,
  links: OwnLinks,
): FinishedCopy {
  const { editions } = openEnvelope(campaign.envelope);
  const { message } = editionIn(editions, recipient.lang, recipient.variant);
  const fields = createUncountedFields(message)(recipient, links);
  return finishCopy(message, createPersonaliser(message)(fields));
}
