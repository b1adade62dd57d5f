/** Sender Policy Framework: RFC 7208. */
import { type DnsAsker, textsAt } from './ask-dns.ts';

export interface SpfRecord {
  /** How many SPF records the host has: one, if all is well. */
  readonly records: number;
  /** The first. */
  readonly text: string | undefined;
  /** The hosts that it takes in, and those that these take in. */
  readonly includes: readonly string[];
  /** How many terms of it and of what it takes in need the DNS: ten at the most (4.6.4). */
  readonly lookups: number;
  /** What is no term of SPF. */
  readonly unreadable: readonly string[];
  /** It ends with "+all": anybody may send. */
  readonly allowsAll: boolean;
}

export const MOST_LOOKUPS = 10;
const TERM =
  /^(?:[+?~-]?(?:all|(?:include|exists):\S+|(?:a|mx|ptr)(?:[:/]\S+)?|ip[46]:[\da-f.:/]+)|[a-z][\w.-]*=\S*)$/i;
const NEEDS_DNS = /^[+?~-]?(?:include:|exists:|a(?:[:/]|$)|mx(?:[:/]|$)|ptr(?:[:/]|$))|^redirect=/i;
const TAKES_IN = /^(?:[+?~-]?include:|redirect=)(\S+)$/i;

export async function readSpf(dns: DnsAsker, host: string): Promise<SpfRecord> {
  const found = await spfTexts(dns, host);
  const [text] = found;
  const terms = termsOf(text);
  const deeper = {
    lookups: terms.filter((term) => NEEDS_DNS.test(term)).length,
    hosts: hostsIn(terms),
  };
  const seen = new Set([host]);
  for (const included of deeper.hosts) {
    // Whoever includes herself, or hundreds, is over the limit anyhow.
    if (seen.has(included) || deeper.lookups > MOST_LOOKUPS) continue;
    seen.add(included);
    const inner = termsOf((await spfTexts(dns, included))[0]);
    deeper.lookups += inner.filter((term) => NEEDS_DNS.test(term)).length;
    deeper.hosts.push(...hostsIn(inner));
  }
  return {
    records: found.length,
    text,
    includes: deeper.hosts,
    lookups: deeper.lookups,
    unreadable: terms.filter((term) => !TERM.test(term)),
    allowsAll: terms.some((term) => /^\+?all$/i.test(term)),
  };
}

async function spfTexts(dns: DnsAsker, host: string): Promise<readonly string[]> {
  const texts = await textsAt(dns, host);
  return texts.filter((text) => /^v=spf1( |$)/i.test(text));
}

function termsOf(text = ''): string[] {
  return text.trim().split(/\s+/).slice(1);
}

/** Macros (%{i} and the like) depend on who sends; what they lead to cannot be looked up here. */
function hostsIn(terms: readonly string[]): string[] {
  return terms.flatMap((term) => {
    const [, host] = TAKES_IN.exec(term) ?? [];
    return host && !host.includes('%') ? [host.toLowerCase()] : [];
  });
}
