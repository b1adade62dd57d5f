import type { Reading, SendingDomain } from '../delivery/sendgrid-account.ts';
import { type DnsAsker, DnsSilence, isKnown } from './ask-dns.ts';
import { checkDkim } from './check-dkim.ts';
import { checkDmarc } from './check-dmarc.ts';
import { checkSpf, type Proof } from './check-spf.ts';
import { error, type Finding, judge, skipped } from './finding.ts';
import { NO_SENDER, type Setup, senderOf } from './setup.ts';

const PROOFS = ['SPF', 'DKIM', 'DMARC'] as const;
const ABOUT = ['Domain', ...PROOFS] as const;
const REHEARSAL =
  'Mail goes to the sandbox, so the DNS was not asked. Add --from ADDRESS to look ahead.';

/**
 * That the sender's domain exists, and its SPF, DKIM and DMARC. `reading` is what SendGrid says of
 * that domain.
 */
export async function checkDns(
  setup: Setup,
  reading: Promise<Reading<SendingDomain | undefined> | undefined>,
): Promise<Finding[]> {
  const { dns } = setup;
  const sender = senderOf(setup);
  if (!dns) return ABOUT.map((about) => skipped(about, REHEARSAL));
  if (!sender) return ABOUT.map((about) => skipped(about, NO_SENDER));
  // Where there is no domain, or no answer, it is said once.
  const { finding } = await orSilent('Domain', () => checkDomain(dns, sender.domain, setup));
  if (finding.state === 'ok')
    return [finding, ...(await checkProofs(dns, sender.domain, await reading))];
  return [finding, ...PROOFS.map((about) => skipped(about, 'See the domain.'))];
}

async function checkDomain(dns: DnsAsker, domain: string, setup: Setup): Promise<Proof> {
  if (await isKnown(dns, domain)) return { finding: judge('Domain', [], `${domain} is known.`) };
  const missing = error(
    'domain-missing',
    `The DNS knows no domain ${domain}: mail in its name is turned away.`,
    'Correct the address. A new domain may need a day until it is known everywhere; --dns 1.1.1.1 asks another DNS server.',
    setup.from ? undefined : setup.placeOf(['from']),
  );
  return { finding: judge('Domain', [missing], '') };
}

async function checkProofs(
  dns: DnsAsker,
  domain: string,
  reading: Reading<SendingDomain | undefined> | undefined,
): Promise<Finding[]> {
  const signing = reading?.kind === 'read' ? (reading.value ?? 'none') : 'unread';
  const [spf, dkim] = await Promise.all([
    orSilent('SPF', () => checkSpf(dns, signing)),
    orSilent('DKIM', () => checkDkim(dns, domain, signing)),
  ]);
  const dmarc = await orSilent('DMARC', async () => ({
    finding: await checkDmarc(dns, domain, { spf, dkim }),
  }));
  return [spf.finding, dkim.finding, dmarc.finding];
}

async function orSilent(about: string, look: () => Promise<Proof>): Promise<Proof> {
  try {
    return await look();
  } catch (thrown) {
    if (thrown instanceof DnsSilence) return { finding: silent(about, thrown), isUnseen: true };
    throw thrown;
  }
}

function silent(about: string, { message }: DnsSilence): Finding {
  const fix =
    'Check the connection of this machine, or ask another DNS server with --dns, such as 1.1.1.1.';
  return judge(about, [error('dns-silent', message, fix)], '');
}

/** Asks this DNS server ("1.1.1.1", "127.0.0.1:5353"), or those of this machine. */
export async function openDns(server: string | undefined): Promise<DnsAsker> {
  const { Resolver } = await import('node:dns/promises');
  const resolver = new Resolver({ timeout: PATIENCE_MS, tries: 2 });
  if (server !== undefined) resolver.setServers([server]);
  return resolver;
}

/** Of the first try; c-ares gives the second one twice as long. */
const PATIENCE_MS = 2000;
