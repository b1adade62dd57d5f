import { systemCode } from '../errors.ts';

/** As `Resolver` of node:dns/promises does it. */
export interface DnsAsker {
  resolveTxt(host: string): Promise<readonly (readonly string[])[]>;
  resolveCname(host: string): Promise<readonly string[]>;
  resolveMx(host: string): Promise<readonly { readonly exchange: string }[]>;
}

/** The DNS gave no answer, which says nothing of what stands there. */
export class DnsSilence extends Error {
  override readonly name = 'DnsSilence';

  constructor(host: string, code = 'no reason given') {
    super(`The DNS ${REASONS[code] ?? 'gave no answer'} when asked for ${host} (${code}).`);
  }
}

/** Node's names for it (nodejs.org/api/dns.html#error-codes). */
const REASONS: Readonly<Record<string, string>> = {
  ETIMEOUT: 'did not answer in time',
  ECONNREFUSED: 'cannot be reached',
  ESERVFAIL: 'failed',
  EREFUSED: 'refused to answer',
};

/** The texts at a host, each whole; none if there is no such host. */
export async function textsAt(dns: DnsAsker, host: string): Promise<readonly string[]> {
  const texts = await orNone(host, () => dns.resolveTxt(host));
  return texts.map((pieces) => pieces.join(''));
}

/** Where the host is an alias of another, that one. */
export async function aliasOf(dns: DnsAsker, host: string): Promise<string | undefined> {
  const [name] = await orNone(host, () => dns.resolveCname(host));
  return name && plainHost(name);
}

export async function mailServersOf(dns: DnsAsker, host: string): Promise<readonly string[]> {
  const servers = await orNone(host, () => dns.resolveMx(host));
  return servers.map(({ exchange }) => plainHost(exchange));
}

/** Whether anything stands at the host, or below it. */
export async function isKnown(dns: DnsAsker, host: string): Promise<boolean> {
  try {
    await dns.resolveMx(host);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENODATA' || code === 'ENOTFOUND') return code === 'ENODATA';
    throw new DnsSilence(host, code);
  }
}

/** In lower case, without the dot at its end. */
export function plainHost(name: string): string {
  return name.trim().toLowerCase().replace(/\.$/, '');
}

const NOTHING_THERE = new Set(['ENODATA', 'ENOTFOUND']);

async function orNone<T>(host: string, ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await ask();
  } catch (error) {
    const code = systemCode(error);
    if (code !== undefined && NOTHING_THERE.has(code)) return [];
    throw new DnsSilence(host, code);
  }
}
