import { describe, expect, it } from 'vitest';
import type { SendingDomain } from '../../src/delivery/sendgrid-account.ts';
import type { Zone } from './a-dns-server.ts';
import { GOOD, look, read, record, SENDGRID } from './a-domain.ts';

describe('alignment', () => {
  const FROM = 'news@letters.example.co.uk';
  const zoneOf = (dmarc: string): Zone => ({
    ...SENDGRID,
    'letters.example.co.uk': [{ mx: 'mail.example.co.uk' }],
    'em1.example.co.uk': [{ cname: 'u1.wl.sendgrid.net' }],
    's1._domainkey.example.co.uk': [{ cname: 's1.domainkey.u1.wl.sendgrid.net' }],
    '_dmarc.example.co.uk': [{ txt: dmarc }],
  });
  const above: SendingDomain = {
    domain: 'example.co.uk',
    returnPath: 'em1.example.co.uk',
    isValid: true,
    isDefault: false,
    records: [
      record('em1.example.co.uk', 'u1.wl.sendgrid.net', 'return path'),
      record('s1._domainkey.example.co.uk', 's1.domainkey.u1.wl.sendgrid.net'),
    ],
  };

  it('is that of the organisation, whose record holds below it', async () => {
    const { codes, words } = await look(
      zoneOf('v=DMARC1; p=none; sp=quarantine'),
      read(above),
      FROM,
    );
    expect(codes).toEqual([]);
    expect(words).toMatch(/_dmarc\.example\.co\.uk: mail that .* goes to spam \(p=quarantine\)/);
  });

  it("is well with p=none, and a record of its own stands before the organisation's", async () => {
    const own = { '_dmarc.letters.example.co.uk': [{ txt: 'v=DMARC1; p=none' }] };
    const { codes, words } = await look(
      { ...zoneOf('v=DMARC1; p=reject; adkim=s; aspf=s'), ...own },
      read(above),
      FROM,
    );
    expect(codes).toEqual([]);
    expect(words).toMatch(/_dmarc\.letters\.example\.co\.uk: .* is let through \(p=none\)/);
  });

  it('must be exact where the record asks for it', async () => {
    const strictly = await look(zoneOf('v=DMARC1; p=none; adkim=s; aspf=s'), read(above), FROM);
    expect(strictly.codes).toEqual(['error dmarc-unaligned']);
    expect(strictly.words).toContain('prove em1.example.co.uk and example.co.uk');
    const half = await look(zoneOf('v=DMARC1; p=none; aspf=s'), read(above), FROM);
    expect(half.words).toContain('; DKIM aligned with letters.example.co.uk');
  });

  it('is not given by a domain that only ends alike', async () => {
    const other = { ...above, domain: 'other.co.uk', returnPath: 'em1.example.co.uk' };
    const { codes } = await look(
      { ...zoneOf('v=DMARC1; p=none'), '_dmarc.letters.org.uk': [{ txt: 'v=DMARC1; p=none' }] },
      read(other),
      'x@letters.org.uk',
    );
    expect(codes).toEqual(['error dmarc-unaligned']);
  });

  it('is missing where SendGrid does not sign for the domain', async () => {
    const { findings, codes } = await look(GOOD, read(undefined));
    expect(findings.map(({ state }) => state)).toEqual(['ok', 'skipped', 'skipped', 'error']);
    expect(codes).toEqual(['error dmarc-unaligned']);
  });
});
