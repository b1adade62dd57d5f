import type { MailChoice } from '../ledger/ledger.ts';

/** What was posted to an unsubscribe link. */
export interface PostedChoice {
  readonly choice: MailChoice;
  /** Hers, if she gave one. */
  readonly reason: string;
  /** By her mail program's own button (RFC 8058), which wants a short answer and no page. */
  readonly isOneClick: boolean;
}

const REASON_LENGTH = 500;

/**
 * Reads a body of any kind, or none. Whatever does not clearly say something milder unsubscribes:
 * mail programs post here in many ways, and nobody who wants to leave may be kept.
 */
export function readChoice(body: unknown): PostedChoice {
  const text = typeof body === 'string' ? body : '';
  // RFC 8058: as a form, or as a part of multipart/form-data.
  if (/List-Unsubscribe\b[\s\S]*\bOne-Click\b/i.test(text)) {
    return { choice: 'none', reason: '', isOneClick: true };
  }
  const form = new URLSearchParams(text);
  const reason = (form.get('reason') ?? '').toWellFormed().trim().slice(0, REASON_LENGTH);
  const [choice = '', ...others] = form.getAll('choice');
  const milder = others.length === 0 ? MILDER.get(choice) : undefined;
  return { choice: milder ?? 'none', reason, isOneClick: false };
}

const MILDER: ReadonlyMap<string, MailChoice> = new Map([
  ['all', 'all'],
  ['monthly', 'monthly'],
  ['petition', 'petition'],
]);

/** How she said it, for staff who look at the suppressions. */
export function describeChoice({ reason, isOneClick }: PostedChoice): string {
  if (isOneClick) return "by her mail program's button";
  return reason === '' ? 'on the unsubscribe page' : `on the unsubscribe page: ${reason}`;
}
