import type { Reading, SendingDomain } from '../delivery/sendgrid-account.ts';
import { type DnsAsker, DnsSilence } from './ask-dns.ts';
import { checkDkim } from './check-dkim.ts';
import { checkDmarc } from './check-dmarc.ts';
import { checkSpf, type Proof } from './check-spf.ts';
import { error, type Finding, judge, skipped } from './finding.ts';
import { NO_SENDER, type Setup, senderOf } from './setup.ts';

const ABOUT = ['SPF', 'DKIM', 'DMARC'] as const;
const REHEARSAL =
  'Mail goes to the sandbox, so the DNS was not asked. Add --from ADDRESS to look ahead.';

/** SPF, DKIM and DMARC of the sender's domain. `reading` is what SendGrid says of that domain. */
export async function checkDns(
  setup: Setup,
  reading: Reading<SendingDomain | undefined> | undefined,
): Promise<Finding[]> {
  const { dns } = setup;
  const sender = senderOf(setup);
  if (!dns) return ABOUT.map((about) => skipped(about, REHEARSAL));
  if (!sender) return ABOUT.map((about) => skipped(about, NO_SENDER));
  const { domain } = sender;
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

const PATIENCE_MS = 3000;
