import { createServer, type DnsHandler, Packet, type Resource } from 'dns2';
import { onTestFinished } from 'vitest';

/** The records of each host: `txt` (one text, or the pieces of one), `cname`, `mx`; or a server's failure. */
export type Zone = Readonly<Record<string, readonly Entry[] | 'broken'>>;
type Entry =
  | { readonly txt: string | readonly string[] }
  | { readonly cname: string }
  | { readonly mx: string };

const { TYPE, CLASS } = Packet;
const NXDOMAIN = 3;
const SERVFAIL = 2;

/** A real DNS server on this machine; gives its address, such as 127.0.0.1:40123. */
export async function startDnsServer(zone: Zone): Promise<string> {
  const server = createServer({ udp: true, handle: answerFrom(zone) });
  const { udp } = await server.listen({ udp: { port: 0, address: '127.0.0.1' } });
  onTestFinished(() => server.close());
  return `127.0.0.1:${udp?.port}`;
}

function answerFrom(zone: Zone): DnsHandler {
  return (request, send) => {
    const response = Packet.createResponseFromRequest(request);
    const [question] = request.questions;
    const name = question?.name.toLowerCase() ?? '';
    const entries = zone[name];
    if (!isThere(zone, name)) response.header.rcode = NXDOMAIN;
    if (entries === 'broken') response.header.rcode = SERVFAIL;
    response.answers.push(...answersFor(zone, name, question?.type ?? 0));
    send(response);
  };
}

/** A host is there also where something stands below it alone (RFC 8020). */
function isThere(zone: Zone, name: string): boolean {
  return Object.keys(zone).some((host) => host === name || host.endsWith(`.${name}`));
}

/** As a resolver does: where an alias stands, what it leads to comes with it. */
function answersFor(zone: Zone, name: string, type: number): Resource[] {
  const entries = zone[name];
  if (!entries || entries === 'broken') return [];
  return entries.flatMap((entry): Resource[] => {
    const record = (fields: Partial<Resource>) =>
      new Packet.Resource({ name, class: CLASS.IN, ttl: 60, type, ...fields });
    if ('cname' in entry) {
      const alias = record({ type: TYPE.CNAME, domain: entry.cname });
      return type === TYPE.CNAME ? [alias] : [alias, ...answersFor(zone, entry.cname, type)];
    }
    if ('txt' in entry && type === TYPE.TXT) return [record({ data: [entry.txt].flat() })];
    if ('mx' in entry && type === TYPE.MX) return [record({ exchange: entry.mx, priority: 10 })];
    return [];
  });
}
