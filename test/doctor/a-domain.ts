import type { Reading, SendingDomain } from '../../src/delivery/sendgrid-account.ts';
import { checkDns } from '../../src/doctor/check-dns.ts';
import type { Zone } from './a-dns-server.ts';
import { aSetup, codesOf, dnsOf } from './a-setup.ts';

export const KEY = 'k=rsa; t=s; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCB';
export const SENDGRID: Zone = {
  'u1.wl.sendgrid.net': [{ txt: 'v=spf1 ip4:192.0.2.1 -all' }],
  's1.domainkey.u1.wl.sendgrid.net': [{ txt: [KEY.slice(0, 20), KEY.slice(20)] }],
  's2.domainkey.u1.wl.sendgrid.net': [{ txt: KEY }],
};
export const GOOD: Zone = {
  ...SENDGRID,
  'em1.example.org': [{ cname: 'u1.wl.sendgrid.net' }],
  's1._domainkey.example.org': [{ cname: 's1.domainkey.u1.wl.sendgrid.net' }],
  's2._domainkey.example.org': [{ cname: 's2.domainkey.u1.wl.sendgrid.net' }],
  '_dmarc.example.org': [{ txt: 'v=DMARC1; p=reject; rua=mailto:d@example.org' }],
};
export const without = (...hosts: string[]): Zone =>
  Object.fromEntries(Object.entries(GOOD).filter(([host]) => !hosts.includes(host)));

export const record = (host: string, data: string, serves: 'DKIM' | 'return path' = 'DKIM') =>
  ({ serves, type: 'cname', host, data }) as const;
export const AUTOMATIC: SendingDomain = {
  domain: 'example.org',
  returnPath: 'em1.example.org',
  isValid: true,
  isDefault: false,
  records: [
    record('em1.example.org', 'u1.wl.sendgrid.net', 'return path'),
    record('s1._domainkey.example.org', 's1.domainkey.u1.wl.sendgrid.net'),
    record('s2._domainkey.example.org', 'S2.domainkey.u1.wl.sendgrid.net.'),
  ],
};
export const read = <T>(value: T): Reading<T> => ({ kind: 'read', value, clock: undefined });

/** What is found for mail from `from`, with these records in the DNS. */
export async function look(
  zone: Zone,
  signing: Reading<SendingDomain | undefined> | 'unasked' = read(AUTOMATIC),
  from = 'Campaigns@Example.org',
) {
  const findings = await checkDns(
    aSetup({ dns: await dnsOf(zone), from }),
    Promise.resolve(signing === 'unasked' ? undefined : signing),
  );
  return { findings, codes: codesOf(findings), words: findings.map(({ what }) => what).join('\n') };
}
