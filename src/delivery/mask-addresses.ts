import { maskAddress } from '../mask-address.ts';

const ADDRESS = /("[^"]*"|[^\s<>",;:()[\]]+)@([^\s<>"',;:()[\]@]+)/gu;

/** Shortens every e-mail address in a text to its first letter and its domain: `a…@example.org`. */
export function maskAddresses(text: string): string {
  return text.replace(ADDRESS, (address) => maskAddress(address));
}
