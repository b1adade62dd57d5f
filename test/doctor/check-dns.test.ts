import { describe, expect, it } from 'vitest';
import type { SendingDomain } from '../../src/delivery/sendgrid-account.ts';
import { checkDns, openDns } from '../../src/doctor/check-dns.ts';
import { findClosedPort } from '../delivery/start-server.ts';
import type { Zone } from './a-dns-server.ts';
import { AUTOMATIC, GOOD, KEY, look, read, without } from './a-domain.ts';
import { aSetup, codesOf, dnsOf } from './a-setup.ts';

const unread = Promise.resolve(undefined);

describe('SPF, DKIM and DMARC', () => {
  it('are well where all records stand, in pieces or whole, and are told', async () => {
    const { findings, words } = await look(GOOD);
    expect(findings.map(({ about, state }) => `${about} ${state}`)).toEqual([
      'Domain ok',
      'SPF ok',
      'DKIM ok',
      'DMARC ok',
    ]);
    expect(words).toContain('p=reject');
    expect(words).toContain('SPF and DKIM aligned with example.org');
  });

  it.each([
    {
      reason: 'the alias of the return path is missing',
      zone: without('em1.example.org'),
      codes: ['error dns-record'],
      words: /em1\.example\.org, and there is none/,
    },
    {
      reason: 'a key belongs to an account of before',
      zone: {
        ...GOOD,
        's1._domainkey.example.org': [{ cname: 's1.domainkey.u9.wl.sendgrid.net' }],
      },
      codes: ['error dns-record'],
      words: /s1\._domainkey\.example\.org, and it leads to s1\.domainkey\.u9/,
    },
    {
      reason: "SendGrid's own end of an alias is gone",
      zone: { ...GOOD, 's2.domainkey.u1.wl.sendgrid.net': [{ txt: 'p=' }] },
      codes: ['error dkim-missing'],
      words: /no key at s2/,
    },
    {
      reason: 'the return path leads to a host without SPF',
      zone: { ...GOOD, 'u1.wl.sendgrid.net': [{ txt: 'hello' }] },
      codes: ['error spf-missing'],
      words: /em1\.example\.org has no SPF/,
    },
    {
      reason: 'two SPF records stand there',
      zone: { ...GOOD, 'u1.wl.sendgrid.net': [{ txt: 'v=spf1 -all' }, { txt: 'v=spf1 ~all' }] },
      codes: ['error spf-broken'],
      words: /2 records/,
    },
    {
      reason: 'anybody may send',
      zone: { ...GOOD, 'u1.wl.sendgrid.net': [{ txt: 'v=spf1 +all' }] },
      codes: ['warning spf-broken'],
      words: /lets everybody send/,
    },
    {
      reason: 'a term of SPF is mistyped',
      zone: { ...GOOD, 'u1.wl.sendgrid.net': [{ txt: 'v=spf1 ip:192.0.2.1 inlude:x.org -all' }] },
      codes: ['error spf-broken'],
      words: /ip:192\.0\.2\.1 inlude:x\.org/,
    },
    {
      reason: 'SPF takes in a host without SPF',
      zone: { ...GOOD, 'u1.wl.sendgrid.net': [{ txt: 'v=spf1 include:sengrid.net -all' }] },
      codes: ['error spf-broken'],
      words: /takes in sengrid\.net, where no SPF record stands/,
    },
    {
      reason: 'there is no DMARC record',
      zone: without('_dmarc.example.org'),
      codes: ['error dmarc-missing'],
      words: /example\.org has no DMARC record/,
    },
    {
      reason: 'two DMARC records stand there',
      zone: {
        ...GOOD,
        '_dmarc.example.org': [{ txt: 'v=DMARC1; p=none' }, { txt: 'v=DMARC1; p=reject' }],
      },
      codes: ['error dmarc-broken'],
      words: /2 DMARC records/,
    },
    {
      reason: 'the DMARC policy is mistyped',
      zone: { ...GOOD, '_dmarc.example.org': [{ txt: 'v=DMARC1; p=rejekt' }] },
      codes: ['error dmarc-broken'],
      words: /names no policy/,
    },
    {
      reason: 'the DNS is broken for one host',
      zone: { ...GOOD, 'em1.example.org': 'broken' as const },
      codes: ['error dns-silent'],
      words: /failed when asked for em1\.example\.org \(ESERVFAIL\)/,
    },
  ])('are not where $reason', async ({ zone, codes, words }) => {
    const found = await look(zone);
    expect(found.codes).toEqual(codes);
    expect(found.words).toMatch(words);
    for (const { problems } of found.findings) {
      for (const { fix } of problems) expect(fix).toMatch(/\w{3,}/);
    }
  });

  it('count the look-ups of SPF also in what it takes in, and give up who includes herself', async () => {
    const chain = (links: number): Zone =>
      Object.fromEntries(
        Array.from({ length: links }, (_, index) => [
          `h${index}.example.net`,
          [{ txt: `v=spf1 include:h${index + 1}.example.net ~all` }],
        ]),
      );
    const start = { 'u1.wl.sendgrid.net': [{ txt: 'v=spf1 include:h0.example.net -all' }] };
    const end = (links: number) => ({ [`h${links}.example.net`]: [{ txt: 'v=spf1 -all' }] });
    const ten = await look({ ...GOOD, ...chain(9), ...end(9), ...start });
    expect(ten.codes).toEqual([]);
    const over = await look({ ...GOOD, ...chain(10), ...end(10), ...start });
    expect(over.codes).toEqual(['error spf-broken']);
    expect(over.words).toMatch(/look up more than 10/);
    const circle = { 'h0.example.net': [{ txt: 'v=spf1 include:h0.example.net -all' }] };
    expect((await look({ ...GOOD, ...circle, ...start })).codes).toEqual(['error spf-broken']);
  });

  it('are compared with what SendGrid asks for where it is set up by hand', async () => {
    const byHand: SendingDomain = {
      ...AUTOMATIC,
      records: [
        { serves: 'return path', type: 'mx', host: 'em1.example.org', data: 'mx.sendgrid.net' },
        {
          serves: 'return path',
          type: 'txt',
          host: 'em1.example.org',
          data: 'v=spf1 include:sendgrid.net ~all',
        },
        { serves: 'DKIM', type: 'txt', host: 'm1._domainkey.example.org', data: KEY },
      ],
    };
    const zone: Zone = {
      '_dmarc.example.org': [{ txt: 'v=DMARC1;p=none' }],
      'em1.example.org': [{ mx: 'mx.sendgrid.net' }, { txt: 'v=spf1 include:sendgrid.net ~all' }],
      'sendgrid.net': [{ txt: 'v=spf1 ip4:192.0.2.0/24 ~all' }],
      'm1._domainkey.example.org': [{ txt: KEY.replaceAll(' ', '') }],
    };
    expect((await look(zone, read(byHand))).codes).toEqual([]);
    const more = 'v=spf1 include:_spf.example.net include:SendGrid.net -all';
    const withMore: Zone = {
      ...zone,
      '_spf.example.net': [{ txt: 'v=spf1 -all' }],
      'em1.example.org': [{ mx: 'mx.sendgrid.net' }, { txt: more }],
    };
    expect((await look(withMore, read(byHand))).codes).toEqual([]);
    const other = {
      ...zone,
      'm1._domainkey.example.org': [{ txt: 'p=AAAA' }],
      'em1.example.org': [{ mx: 'mail.example.org' }],
    };
    const found = await look(other, read(byHand));
    expect(found.codes).toEqual(Array(3).fill('error dns-record').concat('error dmarc-unaligned'));
    expect(found.words).toMatch(/leads to mail\.example\.org[\s\S]*another text stands there/);
  });
});

describe('the domain', () => {
  it('that does not exist is told alone, with its place', async () => {
    const { findings, codes } = await look(GOOD, read(undefined), 'a@exmaple.org');
    expect(codes).toEqual(['error domain-missing']);
    expect(findings.map(({ state }) => state)).toEqual(['error', 'skipped', 'skipped', 'skipped']);
    const [typed] = await checkDns(aSetup({ dns: await dnsOf({}) }), unread);
    expect(typed?.problems[0]?.where).toMatchObject({ file: 'outcry.yaml' });
  });
});

describe('what cannot be seen', () => {
  it('is not held against anybody: without SendGrid, keys are looked for in the usual places', async () => {
    const found = await look(GOOD, 'unasked');
    expect(found.findings.map(({ state }) => state)).toEqual(['ok', 'skipped', 'ok', 'ok']);
    expect(found.words).toContain('DKIM aligned with example.org');
    const none = await look(without('s1._domainkey.example.org'), {
      kind: 'forbidden',
      reason: '',
    });
    expect(none.findings.map(({ state }) => state)).toEqual(['ok', 'skipped', 'skipped', 'ok']);
    expect(none.words).toContain('could not be seen');
  });

  it('is skipped in a rehearsal, and without a sender', async () => {
    const states = async (setup: Parameters<typeof checkDns>[0]) =>
      (await checkDns(setup, unread)).map(({ state }) => state);
    expect(await states(aSetup())).toEqual(Array(4).fill('skipped'));
    const dns = await dnsOf({});
    const nobody = aSetup({ dns, config: undefined });
    expect(await states(nobody)).toEqual(Array(4).fill('skipped'));
  });

  it('is told once where no DNS server answers', async () => {
    const dns = await openDns(`127.0.0.1:${await findClosedPort()}`);
    const findings = await checkDns(aSetup({ dns }), unread);
    expect(codesOf(findings)).toEqual(['error dns-silent']);
    expect(findings).toHaveLength(4);
  });
});
