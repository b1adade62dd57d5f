import type { WantedRecord } from '../delivery/sendgrid-account.ts';
import type { Problem } from '../problem.ts';
import { aliasOf, type DnsAsker, mailServersOf, plainHost, textsAt } from './ask-dns.ts';
import { error } from './finding.ts';
import { isSpf, takesInAllOf } from './read-spf.ts';

/** Which of the records that SendGrid asks for are missing, or are others. */
export async function compareRecords(
  dns: DnsAsker,
  wanted: readonly WantedRecord[],
): Promise<Problem[]> {
  const compared = await Promise.all(wanted.map((record) => compare(dns, record)));
  return compared.flat();
}

async function compare(dns: DnsAsker, record: WantedRecord): Promise<Problem[]> {
  const found = await FIND[record.type](dns, record);
  return found === true ? [] : [differs(record, found)];
}

/** True if it is there; else what is in its place. */
type Find = (dns: DnsAsker, record: WantedRecord) => Promise<true | string>;

const FIND: Readonly<Record<WantedRecord['type'], Find>> = {
  cname: async (dns, { host, data }) => {
    const alias = await aliasOf(dns, host);
    if (alias === plainHost(data)) return true;
    if (alias !== undefined) return `it leads to ${alias}`;
    // Some providers put what the alias leads to in its place ("flattening"), which serves as well.
    return (await textsAt(dns, host)).length > 0 ? true : 'there is none';
  },
  txt: async (dns, { host, data }) => {
    const texts = await textsAt(dns, host);
    if (texts.some((text) => isSameText(text, data))) return true;
    return texts.length > 0 ? 'another text stands there' : 'there is none';
  },
  mx: async (dns, { host, data }) => {
    const servers = await mailServersOf(dns, host);
    if (servers.includes(plainHost(data))) return true;
    return servers.length > 0 ? `it leads to ${servers.join(' and ')}` : 'there is none';
  },
};

/** An SPF record may let others send, too. */
function isSameText(text: string, wanted: string): boolean {
  if (plainText(text) === plainText(wanted)) return true;
  const takesIn = isSpf(wanted) && /\binclude:/i.test(wanted);
  return takesIn && isSpf(text) && takesInAllOf(text, wanted);
}

function plainText(text: string): string {
  return text.replace(/\s+/g, '').replace(/;$/, '');
}

const SHOWN = 60;

function differs({ host, type, data }: WantedRecord, found: string): Problem {
  const kind = type.toUpperCase();
  const shown = data.length > SHOWN ? `${data.slice(0, SHOWN)}…` : data;
  return error(
    'dns-record',
    `SendGrid asks for the ${kind} record ${host}, and ${found}.`,
    `Where the DNS of your domain is kept, set a ${kind} record at ${host} to ${shown} (whole in SendGrid: Settings, Sender Authentication), then press "Verify" there.`,
  );
}
