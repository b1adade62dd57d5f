import type { Problem } from '../problem.ts';
import { type DnsAsker, textsAt } from './ask-dns.ts';
import type { Proof, Signing } from './check-spf.ts';
import { error, judge, skipped } from './finding.ts';
import { compareRecords } from './wanted-records.ts';

const ABOUT = 'DKIM';
/** Where SendGrid's keys stand unless somebody has chosen otherwise. */
const USUAL_SELECTORS = ['s1', 's2'];

/** The keys by which mail servers check that SendGrid signed in the name of the sender's domain. */
export async function checkDkim(dns: DnsAsker, domain: string, signing: Signing): Promise<Proof> {
  if (signing === 'none') return { finding: skipped(ABOUT, NOT_SIGNED) };
  const records = signing === 'unread' ? [] : signing.records;
  const wanted = records.filter(({ serves }) => serves === 'DKIM');
  if (signing === 'unread' || wanted.length === 0) return lookAtUsual(dns, domain);
  const hosts = wanted.map(({ host }) => host);
  const missing = await compareRecords(dns, wanted);
  const problems = missing.length > 0 ? missing : await keyProblems(dns, hosts);
  const finding = judge(ABOUT, problems, wellAt(hosts));
  return { finding, domain: finding.state === 'error' ? undefined : signing.domain };
}

/** Where SendGrid's keys stand is not known, so that none there need not mean that there are none. */
async function lookAtUsual(dns: DnsAsker, domain: string): Promise<Proof> {
  const hosts = USUAL_SELECTORS.map((selector) => `${selector}._domainkey.${domain}`);
  const problems = await keyProblems(dns, hosts);
  if (problems.length > 0) {
    return {
      finding: skipped(
        ABOUT,
        `${UNREAD} They do not all stand at ${hosts.join(' and ')}, where they usually are.`,
      ),
      isUnseen: true,
    };
  }
  return { finding: judge(ABOUT, [], wellAt(hosts)), domain };
}

function wellAt(hosts: readonly string[]): string {
  return `SendGrid's keys stand at ${hosts.join(' and ')}.`;
}

const UNREAD = "Where SendGrid's keys must stand could not be read from SendGrid.";
const NOT_SIGNED =
  "SendGrid signs in its own name as long as the sender's domain is not authenticated there.";

async function keyProblems(dns: DnsAsker, hosts: readonly string[]): Promise<Problem[]> {
  const without = await Promise.all(
    hosts.map(async (host) =>
      (await textsAt(dns, host)).some(holdsKey) ? [] : [missingKey(host)],
    ),
  );
  return without.flat();
}

/** An empty key is one that was called back (RFC 6376, 3.6.1). */
function holdsKey(text: string): boolean {
  return /(?:^|;)\s*p\s*=\s*[A-Za-z\d+/]/.test(text);
}

function missingKey(host: string): Problem {
  return error(
    'dkim-missing',
    `There is no key at ${host}.`,
    'Authenticate the domain in SendGrid (Settings, Sender Authentication), and set the records that it shows.',
  );
}
