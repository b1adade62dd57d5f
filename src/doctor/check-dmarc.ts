import type { Problem } from '../problem.ts';
import type { DnsAsker } from './ask-dns.ts';
import type { Proof } from './check-spf.ts';
import { error, type Finding, judge } from './finding.ts';
import { type DmarcRecord, isAligned, readDmarc } from './read-dmarc.ts';

type Proofs = Readonly<Record<'spf' | 'dkim', Proof>>;

const ABOUT = 'DMARC';
const POLICIES = {
  none: 'mail that others forge in your name is let through (p=none)',
  quarantine: 'mail that others forge in your name goes to spam (p=quarantine)',
  reject: 'mail that others forge in your name is turned away (p=reject)',
};

/**
 * What mail servers do with mail that does not prove its sender's domain. Gmail and Yahoo ask for a
 * record, and for SPF or DKIM aligned with it, from whoever mails many.
 */
export async function checkDmarc(dns: DnsAsker, domain: string, proofs: Proofs): Promise<Finding> {
  const record = await readDmarc(dns, domain);
  const ways = (['spf', 'dkim'] as const).filter((way) => {
    const host = proofs[way].domain;
    const strict = way === 'spf' ? record?.strictSpf : record?.strictDkim;
    return host !== undefined && isAligned(host, domain, strict ?? false);
  });
  const isUnseen = Object.values(proofs).some((proof) => proof.isUnseen);
  const problems = [
    ...recordProblems(domain, record),
    ...(ways.length > 0 || isUnseen ? [] : [unaligned(domain, proofs)]),
  ];
  const policy = record?.policy ? POLICIES[record.policy] : '';
  const by =
    ways.length > 0
      ? `${ways.map((way) => way.toUpperCase()).join(' and ')} aligned with ${domain}`
      : 'whether SPF or DKIM is aligned could not be seen';
  return judge(ABOUT, problems, `${record?.host}: ${policy}; ${by}.`);
}

function recordProblems(domain: string, record: DmarcRecord | undefined): Problem[] {
  if (!record) return [missing(domain)];
  const { host, records, policy } = record;
  const problems: Problem[] = [];
  if (records > 1) {
    problems.push(
      error(
        'dmarc-broken',
        `${host} has ${records} DMARC records, and so none counts.`,
        'Make one of them.',
      ),
    );
  }
  if (policy === undefined) {
    problems.push(
      error(
        'dmarc-broken',
        `The record at ${host} names no policy.`,
        'Write p=none, p=quarantine or p=reject after "v=DMARC1;".',
      ),
    );
  }
  return problems;
}

function missing(domain: string): Problem {
  return error(
    'dmarc-missing',
    `${domain} has no DMARC record; Gmail and Yahoo turn away campaigns without one.`,
    `Where the DNS of your domain is kept, set a TXT record at _dmarc.${domain} to "v=DMARC1; p=none" to begin with, and to "v=DMARC1; p=quarantine" once all is well.`,
  );
}

function unaligned(domain: string, { spf, dkim }: Proofs): Problem {
  const others = [...new Set([spf.domain, dkim.domain].filter((host) => host !== undefined))];
  const what =
    others.length > 0
      ? `SPF and DKIM prove ${others.join(' and ')}, which is not aligned with ${domain} as its DMARC record asks.`
      : `Neither SPF nor DKIM proves that mail from ${domain} is yours.`;
  return error(
    'dmarc-unaligned',
    what,
    `Authenticate ${domain} itself in SendGrid (Settings, Sender Authentication). An address at a mail provider, such as gmail.com, cannot be: use one of your own domain.`,
  );
}
