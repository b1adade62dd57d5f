/** Sender Policy Framework: RFC 7208. */
import { type DnsAsker, textsAt } from './ask-dns.ts';

export interface SpfRecord {
  /** How many SPF records the host has: one, if all is well. */
  readonly records: number;
  /** The first. */
  readonly text: string | undefined;
  /** How many terms of it and of what it takes in need the DNS: ten at the most (4.6.4). */
  readonly lookups: number;
  /** Hosts taken in that have no record, or several, which breaks the whole (5.2). */
  readonly unusable: readonly string[];
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
  return {
    records: found.length,
    text,
    ...(await takeIn(dns, terms)),
    unreadable: terms.filter((term) => !TERM.test(term)),
    allowsAll: terms.some((term) => /^\+?all$/i.test(term)),
  };
}

/**
 * As mail servers do: a host that is taken in twice counts twice, and past the limit they give up.
 * `spent` is how many look-ups led here.
 */
async function takeIn(
  dns: DnsAsker,
  terms: readonly string[],
  spent = 0,
): Promise<Pick<SpfRecord, 'lookups' | 'unusable'>> {
  const lookups = spent + terms.filter((term) => NEEDS_DNS.test(term)).length;
  const hosts = hostsIn(terms);
  if (lookups > MOST_LOOKUPS || hosts.length === 0) return { lookups, unusable: [] };
  const found = await Promise.all(hosts.map((host) => spfTexts(dns, host)));
  const unusable = hosts.filter((_, index) => found[index]?.length !== 1);
  const inner = found.flatMap(([text]) => termsOf(text));
  const deeper = await takeIn(dns, inner, lookups);
  return { lookups: deeper.lookups, unusable: [...unusable, ...deeper.unusable] };
}

async function spfTexts(dns: DnsAsker, host: string): Promise<readonly string[]> {
  return (await textsAt(dns, host)).filter(isSpf);
}

export function isSpf(text: string): boolean {
  return /^v=spf1( |$)/i.test(text);
}

function termsOf(text = ''): string[] {
  return text.trim().split(/\s+/).slice(1);
}

/** Whether a text of SPF takes in all that another does, whatever else it says. */
export function takesInAllOf(text: string, wanted: string): boolean {
  const hosts = hostsIn(termsOf(text));
  return hostsIn(termsOf(wanted)).every((host) => hosts.includes(host));
}

/** Macros (%{i} and the like) depend on who sends; what they lead to cannot be looked up here. */
function hostsIn(terms: readonly string[]): string[] {
  return terms.flatMap((term) => {
    const [, host] = TAKES_IN.exec(term) ?? [];
    return host && !host.includes('%') ? [host.toLowerCase()] : [];
  });
}
