import ipaddr from 'ipaddr.js';

/** What one household has: of IPv6 its /64. Some proxies write the port behind the address. */
export function networkOf(remoteAddress: string): string {
  const bare = remoteAddress.replace(/^\[(.+)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1');
  if (!ipaddr.isValid(bare)) return remoteAddress;
  const address = ipaddr.process(bare);
  return address.kind() === 'ipv4'
    ? address.toString()
    : address.toNormalizedString().split(':').slice(0, 4).join(':');
}
