import type { Request } from '../delivery/transport.ts';
import type { Campaign } from '../ledger/ledger.ts';
import type { Address } from '../terms.ts';
import { editionIn } from './editions.ts';
import { openEnvelope } from './envelope.ts';

/** A finished mail. */
export interface PlainMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * The request that carries a mail to one address, from whom the campaign's letter in this language
 * comes; without an address it is rehearsed, and mails nobody. Nothing that was typed is in it but
 * the address.
 */
export function confirmRequest(
  mail: PlainMail,
  { envelope }: Campaign,
  lang: string,
  email: Address | undefined,
): Request {
  const { editions } = openEnvelope(envelope);
  const { from, replyTo } = editionIn(editions, lang);
  // RFC 3834: keeps holiday answers away.
  const headers = { 'Auto-Submitted': 'auto-generated' };
  const to = { email: email ?? from.email, substitutions: {}, headers: {}, customArgs: {} };
  return {
    shared: { from, replyTo, ...mail, categories: ['confirmation'], headers, customArgs: {} },
    personalizations: [to],
    isRehearsal: email === undefined,
  };
}
