import type { SignatureDraft } from '../ledger/ledger.ts';

type Consents = Pick<SignatureDraft, 'consent' | 'consents'>;

/** By name, further mail among them. */
export function agreedTo({ consent, consents = [] }: Consents): string[] {
  return [...(consent ? ['news'] : []), ...consents];
}

/** Whether a signer let her comment be shown. */
export function mayBeShown({ consents = [] }: Pick<Consents, 'consents'>): boolean {
  return consents.includes('show');
}
