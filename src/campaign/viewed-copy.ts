import type { Addressee, Campaign } from '../ledger/ledger.ts';
import type { RecipientLinks } from '../links.ts';
import { createPersonaliser, type FinishedCopy, finishCopy } from '../message/personalise.ts';
import { editionIn } from './editions.ts';
import { openEnvelope } from './envelope.ts';
import { letterFields } from './make-request.ts';

/**
 * A recipient's copy as the web side shows it, made of what the ledger kept. Whoever has the address
 * of that page reads it, so it must have other links than her own.
 */
export function viewedCopy(
  campaign: Campaign,
  recipient: Addressee,
  links: RecipientLinks,
): FinishedCopy {
  const { editions } = openEnvelope(campaign.envelope);
  const { message } = editionIn(editions, recipient.lang, recipient.variant);
  return finishCopy(message, createPersonaliser(message)(letterFields(recipient, links)));
}
