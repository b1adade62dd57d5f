/**
 * Which web servers in front of ours are believed when they say whom they speak for
 * (X-Forwarded-For). Whoever is believed can pose as anybody, so these are named one by one.
 */
import { BlockList, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** Always believed: whoever can speak from this machine need not pose. */
const THIS_MACHINE = 'loopback';

/** Ranges with names; `uniquelocal` is what containers and private networks have. */
const NAMED: ReadonlyMap<string, readonly string[]> = new Map([
  [THIS_MACHINE, ['127.0.0.0/8', '::1/128']],
  ['linklocal', ['169.254.0.0/16', 'fe80::/10']],
  ['uniquelocal', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
]);

/** The widest ranges that a private network can have. */
const WIDEST = { ipv4: 8, ipv6: 7 };

/** An address, a range in CIDR notation, or the name of one; the error says what is wrong. */
export const proxySchema = z
  .string('it is not a text')
  .trim()
  .superRefine((text, context) => {
    const wrong = wrongWith(text);
    if (wrong) context.addIssue({ code: 'custom', message: wrong });
  });

function wrongWith(text: string): string | undefined {
  if (NAMED.has(text)) return undefined;
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const kind = kindOf(address);
  const most = kind === 'ipv4' ? 32 : 128;
  if (!kind || Number(bits ?? most) > most) {
    return `${text} is no address or range; write one such as 10.0.3.7, 10.0.0.0/8 or uniquelocal`;
  }
  return Number(bits ?? most) < WIDEST[kind]
    ? `${text} holds so many addresses that anybody could pose as anybody; name those of your web servers`
    : undefined;
}

function kindOf(address: string): 'ipv4' | 'ipv6' | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return 'ipv4';
  return ipaddr.IPv6.isValid(address) && !address.includes('%') ? 'ipv6' : undefined;
}

/** Tells who is believed, of addresses as proxies and systems write them; `named` as `proxySchema` reads them. */
export function believes(named: readonly string[]): (address: string) => boolean {
  const believed = new BlockList();
  for (const range of [THIS_MACHINE, ...named].flatMap((one) => NAMED.get(one) ?? [one])) {
    const [address = '', bits] = range.split('/');
    if (bits === undefined) believed.addAddress(address, kindIn(address));
    else believed.addSubnet(address, Number(bits), kindIn(address));
  }
  // Of a connection that is gone already there is none.
  return (written = '') => {
    const address = bareAddress(written);
    return kindOf(address) !== undefined && believed.check(address, kindIn(address));
  };
}

const kindIn = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');

/** Some proxies write the port behind the address, some systems the zone: `[fe80::1%eth0]:443`. */
export function bareAddress(written: string): string {
  return written
    .replace(/^\[(.+)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '');
}

/** Whether this is an address of a private network, as a proxy's is that was not named. */
export function isPrivate(address: string): boolean {
  return (
    ipaddr.isValid(address) && ['private', 'uniqueLocal'].includes(ipaddr.process(address).range())
  );
}
