import ipaddr from 'ipaddr.js';
import { bareAddress } from '../trusted-proxy.ts';

/** What one household has: of IPv6 its /64. */
export function networkOf(remoteAddress: string): string {
  const bare = bareAddress(remoteAddress);
  if (!ipaddr.isValid(bare)) return remoteAddress;
  const address = ipaddr.process(bare);
  return address.kind() === 'ipv4'
    ? address.toString()
    : address.toNormalizedString().split(':').slice(0, 4).join(':');
}
