import { isPublicAddress } from '../check-links/public-address.ts';

/** Names that are never on the internet, or lead to whatever network one is in (RFC 6761, RFC 8375). */
const OF_A_NETWORK = /\.(localhost|local|internal|lan|home|home\.arpa|test|invalid)$/;

/** Whether the host of an address can be one that supporters reach. */
export function isPublicName(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  if (/^[\d.]+$/.test(host) || host.includes(':')) return isPublicAddress(host);
  return host.includes('.') && !OF_A_NETWORK.test(host);
}
