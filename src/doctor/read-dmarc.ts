/** DMARC: RFC 7489. */
import { getDomain } from 'tldts';
import { type DnsAsker, textsAt } from './ask-dns.ts';

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

export interface DmarcRecord {
  /** Where it stands: the domain itself, or the organisation's above it. */
  readonly host: string;
  /** How many there are: one, if all is well. */
  readonly records: number;
  readonly text: string;
  /** For this domain; undefined if the record does not say it rightly. */
  readonly policy: DmarcPolicy | undefined;
  readonly strictSpf: boolean;
  readonly strictDkim: boolean;
}

/** The record that holds for a domain; undefined if there is none. */
export async function readDmarc(dns: DnsAsker, domain: string): Promise<DmarcRecord | undefined> {
  const own = await recordAt(dns, domain, 'p');
  const above = organisationOf(domain);
  return own ?? (above === domain ? undefined : recordAt(dns, above, 'sp'));
}

async function recordAt(
  dns: DnsAsker,
  domain: string,
  tag: 'p' | 'sp',
): Promise<DmarcRecord | undefined> {
  const host = `_dmarc.${domain}`;
  const texts = (await textsAt(dns, host)).filter((text) => /^v\s*=\s*DMARC1\s*(;|$)/.test(text));
  const [text] = texts;
  if (text === undefined) return undefined;
  const tags = tagsOf(text);
  return {
    host,
    records: texts.length,
    text,
    // For what is below the organisation's domain, `sp` stands before `p`.
    policy: policyOf(tags.get(tag) ?? tags.get('p')),
    strictSpf: tags.get('aspf') === 's',
    strictDkim: tags.get('adkim') === 's',
  };
}

function tagsOf(text: string): Map<string, string> {
  return new Map(
    text.split(';').map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return [name.trim().toLowerCase(), value.trim().toLowerCase()];
    }),
  );
}

function policyOf(value: string | undefined): DmarcPolicy | undefined {
  return value === 'none' || value === 'quarantine' || value === 'reject' ? value : undefined;
}

/** Whether a domain that was proven speaks for the one that the reader sees (3.1). */
export function isAligned(proven: string, from: string, strict: boolean): boolean {
  return strict ? proven === from : organisationOf(proven) === organisationOf(from);
}

/** The organisation's own domain, by the Public Suffix List: example.co.uk of news.example.co.uk. */
function organisationOf(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain;
}
