import type { Campaign } from '../ledger/ledger.ts';
import { linksIn } from '../message/checks/links.ts';
import type { Message } from '../message/message.ts';
import { openEnvelope } from './envelope.ts';

/** Pages that the letter leads to, which the same for all: personal links are not opened for anybody. */
export function linksOfLetter({ envelope }: Pick<Campaign, 'envelope'>): string[] {
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
