import type { SignatureSources } from '../ledger/ledger.ts';

/** All that there are: each signature has one source. */
export function allOf(sources: SignatureSources): number {
  return Object.values(sources).reduce((sum, count) => sum + count, 0);
}

/** What brings signatures, in the order and the words in which people are told. */
export const SOURCES: readonly (readonly [keyof SignatureSources, string])[] = [
  ['link', "the recipients' own links"],
  ['shared', 'shared by them, and on from there'],
  ['public', 'the public page'],
  ['public_shared', 'shared from there, and on'],
  ['other_campaigns', 'other campaigns, and shares of theirs'],
];
