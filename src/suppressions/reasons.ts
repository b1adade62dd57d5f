import type { SuppressionReason } from '../ledger/ledger.ts';

/** Every reason, those that say most first. */
export const REASONS = [
  'unsubscribed',
  'complained',
  'bounced',
  'manual',
  'imported',
] as const satisfies readonly SuppressionReason[];

/** The reason that a cell of a list names, if it names one. */
export function reasonNamed(text: string): SuppressionReason | undefined {
  const word = text.trim().toLowerCase();
  return REASONS.find((reason) => reason === word);
}

/** What a supporter said herself: it must not be undone by anybody but her. */
export function isHerWord(reason: SuppressionReason): boolean {
  return reason === 'unsubscribed' || reason === 'complained';
}
