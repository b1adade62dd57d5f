import type { ValidSignature } from '../../src/ledger/ledger.ts';
import type { SignatureBook } from '../../src/signatures/every-signature.ts';
import type { Address, SignatureNumber } from '../../src/terms.ts';

export function aSignature(number: number, changes: Partial<ValidSignature> = {}): ValidSignature {
  return {
    number: number as SignatureNumber,
    petition: 'river',
    email: `${number}@example.org` as Address,
    firstName: 'Ana',
    lastName: `Nº ${number}`,
    postcode: '28013',
    country: 'ES',
    comment: '',
    commentState: 'new',
    consent: false,
    consents: [],
    campaign: undefined,
    recipient: undefined,
    sharedBy: undefined,
    network: '',
    invalidatedBy: undefined,
    redactedBy: undefined,
    at: Date.UTC(2026, 10, 24, 9),
    fields: {},
    isErased: false,
    ...changes,
  };
}

/** A ledger of so many signatures, which are made when they are asked for, and how many pages were. */
export function aBook(count: number) {
  let pages = 0;
  const ledger: SignatureBook & { suppressedAmong(): Promise<Set<Address>> } = {
    listCampaigns: async () => [],
    suppressedAmong: async () => new Set(),
    validPage: async ({ after = 0, limit }) => {
      pages += 1;
      const length = Math.min(limit, count - after);
      return Array.from({ length }, (_, index) => aSignature(after + index + 1));
    },
  };
  return { ledger, pages: () => pages };
}
