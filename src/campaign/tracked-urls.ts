import type { Campaign, LinkClicks } from '../ledger/ledger.ts';
import { editionIn } from './editions.ts';
import { openEnvelope } from './envelope.ts';

/** Where the tracked links of a campaign's letter lead; what differs between recipients is an ellipsis. */
export function trackedUrls({
  envelope,
}: Campaign): (click: Pick<LinkClicks, 'lang' | 'variant' | 'link'>) => string | null {
  const { editions } = openEnvelope(envelope);
  return ({ lang, variant, link }) => {
    const { message } = editionIn(editions, lang, variant);
    const nodes = link === null ? undefined : message.tracked[link]?.url;
    return nodes?.map((node) => (typeof node === 'string' ? node : '…')).join('') ?? null;
  };
}
