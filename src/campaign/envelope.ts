import type { Message } from '../message/message.ts';
import type { Mailbox } from '../terms.ts';

/**
 * What the ledger keeps with a campaign, so that a later `resume` sends the very same letter,
 * whatever has happened to the files since.
 */
export interface Envelope {
  readonly message: Message;
  readonly from: Mailbox;
  readonly replyTo: Mailbox | undefined;
  /** Where supporters reach the web side; links of one campaign all lead to the same place. */
  readonly url: string;
}

export function sealEnvelope(envelope: Envelope): string {
  return JSON.stringify(envelope);
}

/** Only what `sealEnvelope` made comes back from the ledger. */
export function openEnvelope(sealed: string): Envelope {
  return JSON.parse(sealed) as Envelope;
}
