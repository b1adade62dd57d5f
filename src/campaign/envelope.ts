import type { Message } from '../message/message.ts';
import type { Mailbox } from '../terms.ts';
import { type Editions, mapEditions } from './editions.ts';
import { type Senders, senderOf } from './senders.ts';

/** One edition as it is sent. */
export interface SealedEdition {
  readonly lang: string;
  readonly variant: string;
  readonly message: Message;
  readonly from: Mailbox;
  readonly replyTo: Mailbox | undefined;
}

/**
 * What the ledger keeps with a campaign, so that a later `resume` sends the very same letter,
 * whatever has happened to the files since.
 */
export interface Envelope {
  readonly editions: Editions<SealedEdition>;
  /** Where supporters reach the web side; links of one campaign all lead to the same place. */
  readonly url: string;
  /** The appeal's name; campaigns from before it was kept have none. */
  readonly appeal?: string | undefined;
}

/** Each edition with its sender. Throws an OutcryError if nothing names one. */
export function sealEditions(editions: Editions, senders: Senders): Editions<SealedEdition> {
  return mapEditions(editions, ({ lang, variant, appeal, message }) => ({
    lang,
    variant,
    message,
    ...senderOf(appeal, senders),
  }));
}

export function sealEnvelope(envelope: Envelope): string {
  return JSON.stringify(envelope);
}

/** Only what `sealEnvelope` made comes back from the ledger. */
export function openEnvelope(sealed: string): Envelope {
  const { editions, url, appeal } = JSON.parse(sealed) as Envelope;
  // Those of campaigns from before there were variants and tracked links name none.
  return {
    editions: mapEditions(editions, (edition) => ({
      ...edition,
      variant: edition.variant ?? '',
      message: { ...edition.message, tracked: edition.message?.tracked ?? [] },
    })),
    url,
    appeal,
  };
}
