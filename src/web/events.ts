import type { KeyObject } from 'node:crypto';
import { readEvents } from '../delivery/sendgrid-events.ts';
import { verifySignature } from '../delivery/sendgrid-signature.ts';
import { OutcryError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** A POST of events as it came: the two headers of its signature, and the bytes. */
export interface EventPost {
  readonly signature: string;
  readonly timestamp: string;
  readonly body: Buffer;
}

export type EventsAnswer =
  | { readonly kind: 'kept'; readonly fresh: number; readonly unreadable: number }
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'unreadable' };

/** Keeps SendGrid's events, if it was SendGrid that sent them. */
export async function takeEvents(
  ledger: Ledger,
  publicKey: KeyObject,
  post: EventPost,
): Promise<EventsAnswer> {
  if (!verifySignature({ publicKey, ...post })) return { kind: 'unsigned' };
  const read = tryRead(post.body);
  if (!read) return { kind: 'unreadable' };
  const fresh = await ledger.recordEvents(read.events);
  return { kind: 'kept', fresh, unreadable: read.unreadable };
}

function tryRead(body: Buffer) {
  try {
    return readEvents(body.toString('utf8'));
  } catch (error) {
    if (error instanceof OutcryError) return undefined;
    throw error;
  }
}
