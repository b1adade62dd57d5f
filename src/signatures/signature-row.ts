import { hash } from 'node:crypto';
import type { ValidSignature } from '../ledger/ledger.ts';
import { agreedTo } from './agreed-to.ts';

/** A signature, and the name of the campaign whose letter brought it; empty if none did. */
export interface SignatureRow extends ValidSignature {
  readonly campaignName: string;
}

export type CellOf = (row: SignatureRow) => string;

/** What is known of every signature, by the name that a condition calls it. Times are UTC. */
export const SIGNATURE_CELLS: Readonly<Record<string, CellOf>> = {
  number: ({ number }) => String(number),
  signed_at: ({ at }) => new Date(at).toISOString().slice(0, 19).replace('T', ' '),
  email: addressOf,
  domain: (row) => addressOf(row).replace(/^.*@/, ''),
  address_hash: (row) => (row.isErased ? '' : hash('sha256', row.email)),
  network: ({ network = '' }) => network,
  first_name: ({ firstName }) => firstName,
  last_name: ({ lastName }) => lastName,
  postcode: ({ postcode }) => postcode,
  country: ({ country }) => country,
  comment: ({ comment }) => comment,
  consents: (row) => agreedTo(row).join(' '),
  campaign: ({ campaignName }) => campaignName,
  shared_by: ({ sharedBy = '' }) => String(sharedBy),
};

/** A mark stands where the address of who was erased stood. */
function addressOf({ email, isErased }: SignatureRow): string {
  return isErased ? '' : email;
}

/** What a list said of a signer who came by a letter. */
export function listCell(field: string): CellOf {
  return ({ fields }) => fields[field] ?? '';
}
