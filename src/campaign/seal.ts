import { createHash } from 'node:crypto';
import type { Mailbox } from '../terms.ts';
import type { Envelope, SealedEdition } from './envelope.ts';

type Sealed = Pick<Envelope, 'editions' | 'url'>;

/**
 * The hash of all that people get of an edition: the letter, whom it comes from, whom answers go to, and
 * where its links lead. By it is known what was tested.
 */
export function sealOfEdition(
  { message, from, replyTo }: SealedEdition,
  { url }: Pick<Sealed, 'url'>,
): string {
  return sha256([message.hash, boxOf(from), replyTo && boxOf(replyTo), url]);
}

/** The same of a letter in all its languages and variants. By it is known what was approved of. */
export function sealOf({ editions, url }: Sealed): string {
  return sha256(editions.map((one) => [one.lang, one.variant, sealOfEdition(one, { url })]));
}

function boxOf({ name, email }: Mailbox): readonly string[] {
  return [email, name ?? ''];
}

function sha256(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
