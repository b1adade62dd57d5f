import ipaddr from 'ipaddr.js';

/**
 * Whether an IP address is one of the public internet (IANA's registries of special-purpose
 * addresses): not private, loopback, link-local or anything else that leads elsewhere from here.
 */
export function isPublicAddress(address: string): boolean {
  // `process` turns IPv4 in IPv6's clothes (::ffff:127.0.0.1) back.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
