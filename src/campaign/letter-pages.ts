import type { Campaign } from '../ledger/ledger.ts';
import { linksIn } from '../message/checks/links.ts';
import type { Message } from '../message/message.ts';
import { openEnvelope } from './envelope.ts';

/** It is asked every few seconds, and takes a whole page of html to be read. */
const known = new WeakMap<object, readonly string[]>();

/** Pages that the letter leads to and are the same for all: personal links are opened for nobody. */
export function linksOfLetter(campaign: Pick<Campaign, 'envelope'>): readonly string[] {
  const links = known.get(campaign) ?? findLinks(campaign);
  known.set(campaign, links);
  return links;
}

function findLinks({ envelope }: Pick<Campaign, 'envelope'>): string[] {
  const all = openEnvelope(envelope).editions.flatMap(({ message }) => [
    ...linksIn(message.html).filter((link) => !link.includes(message.prefix)),
    ...trackedOf(message),
  ]);
  return [...new Set(all.filter(isPage))];
}

/** Where a page says that the web side is there, and its database too. */
export function signPageOf({ envelope }: Pick<Campaign, 'envelope'>): string {
  return `${openEnvelope(envelope).url.replace(/\/+$/, '')}/readyz`;
}

function trackedOf({ tracked }: Message): string[] {
  return tracked.flatMap(({ kind, url }) =>
    kind !== 'trap' && url.every((node) => typeof node === 'string') ? [url.join('')] : [],
  );
}

function isPage(link: string): boolean {
  return URL.canParse(link) && /^https?:$/.test(new URL(link).protocol);
}
