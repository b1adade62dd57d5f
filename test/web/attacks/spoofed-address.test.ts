import { afterEach, describe, expect, test } from 'vitest';
import { createLoad } from '../../../src/web/back-pressure.ts';
import { makeServer } from '../../../src/web/make-server.ts';
import { networkOf } from '../../../src/web/network-of.ts';
import type { Site } from '../../../src/web/site.ts';
import { type APublicSite, openPublicSite } from '../a-public-site.ts';

const PROXIES = ['10.0.3.7', '192.168.7.0/24', '2001:db8:77::/48'];

/** Whom the server takes a request for that comes from `peer`, and the warnings that it logs. */
async function takenFor(peer: string, forwarded: string | undefined, trustProxy = PROXIES) {
  const warnings: string[] = [];
  const log: Site['log'] = ({ level, what }) => level === 'warn' && warnings.push(what);
  const site = { prefix: '', load: createLoad(9), log } as unknown as Site;
  const server = makeServer(site, { trustProxy });
  server.get('/', async ({ ip }) => ip);
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const ask = () => server.inject({ url: '/', remoteAddress: peer, headers });
  const { body } = await ask();
  await ask();
  await server.close();
  return { ip: body, warnings };
}

describe('an address that a stranger claims to have', () => {
  test.each([
    ['203.0.113.9', '192.0.2.1', '203.0.113.9', 'a stranger is nobody’s proxy'],
    ['203.0.113.9', '127.0.0.1', '203.0.113.9', 'nor is one who says she is this machine'],
    ['203.0.113.9', '10.0.3.7', '203.0.113.9', 'or one of the proxies'],
    ['127.0.0.1', '192.0.2.1', '192.0.2.1', 'a web server on this machine is believed'],
    ['::1', '192.0.2.1', '192.0.2.1', 'by its other address too'],
    ['10.0.3.7', '192.0.2.1', '192.0.2.1', 'and one that is named'],
    ['::ffff:10.0.3.7', '192.0.2.1', '192.0.2.1', 'however the system writes its address'],
    ['10.0.3.8', '192.0.2.1', '10.0.3.8', 'but not its neighbour'],
    ['2001:db8:77::5', '2001:db8:1::1', '2001:db8:1::1', 'one of a named range'],
    ['10.0.3.7', '192.0.2.1, 192.168.7.20', '192.0.2.1', 'several proxies behind each other'],
    ['10.0.3.7', '192.0.2.1, 203.0.113.9, 192.168.7.20', '203.0.113.9', 'a lie before them'],
    ['10.0.3.7', '192.168.7.20, 203.0.113.9', '203.0.113.9', 'a lie that names one of them'],
    ['10.0.3.7', 'nonsense, 203.0.113.9', '203.0.113.9', 'a lie that is no address'],
    ['10.0.3.7', undefined, '10.0.3.7', 'a proxy that says nothing'],
    ['10.0.3.7', '', '10.0.3.7', 'or nearly nothing'],
    ['10.0.3.7', '192.0.2.1:5000, 192.168.7.20:41000', '192.0.2.1:5000', 'with ports behind them'],
    ['10.0.3.7', '2001:db8:1::1, [2001:db8:77::5]:443', '2001:db8:1::1', 'of IPv6 too'],
    ['10.0.3.7', '192.0.2.1, ::ffff:192.168.7.20', '192.0.2.1', 'a mapped address in the chain'],
    ['2001:db8:77::5', '192.0.2.1, 2001:db8:77::6', '192.0.2.1', 'a chain of IPv6 to IPv4'],
    ['2001:db8:78::5', '192.0.2.1', '2001:db8:78::5', 'but not the range beside'],
    ['::1', '192.0.2.1, 10.0.3.7', '192.0.2.1', 'this machine behind one that is named'],
    ['fe80::1%eth0', '192.0.2.1', 'fe80::1%eth0', 'a neighbour whom nobody named'],
  ])('from %s, for "%s", is taken as %s: %s', async (peer, forwarded, ip, _why) => {
    expect((await takenFor(peer, forwarded)).ip).toBe(ip);
  });

  test.each([
    ['linklocal', 'fe80::1%eth0'],
    ['uniquelocal', '172.20.0.5'],
    ['uniquelocal', 'fd12:3456::1'],
    ['::ffff:10.0.3.7', '10.0.3.7'],
    ['10.0.3.7', '::ffff:a00:307'],
  ])('is believed where %s is named and %s says it', async (named, peer) => {
    expect((await takenFor(peer, '192.0.2.1', [named])).ip).toBe('192.0.2.1');
  });

  test('shows once in the log where it may be a web server that nobody named', async () => {
    const { warnings } = await takenFor('10.0.3.8', '192.0.2.1');
    expect(warnings).toEqual([expect.stringContaining('trust_proxy: [10.0.3.8]')]);
    expect((await takenFor('203.0.113.9', '192.0.2.1')).warnings).toEqual([]);
    expect((await takenFor('10.0.3.7', '192.0.2.1')).warnings).toEqual([]);
    expect((await takenFor('10.0.3.8', undefined)).warnings).toEqual([]);
  });

  test('counts as the same with and without a port', () => {
    for (const address of ['192.0.2.1', '192.0.2.1:5000', '[::ffff:192.0.2.1]:80']) {
      expect(networkOf(address)).toBe('192.0.2.1');
    }
    expect(networkOf('[2001:db8:1:2::3]:443')).toBe(networkOf('2001:db8:1:2::9'));
  });
});

describe('a flood of posts from one network', () => {
  let site: APublicSite;
  afterEach(() => site.close());

  const send = (ip: string) =>
    fetch(site.page, {
      method: 'POST',
      body: new URLSearchParams({}),
      headers: { 'x-forwarded-for': ip },
    });

  test('is not hidden by other addresses put in front, with proxies behind each other', async () => {
    site = await openPublicSite({ trustProxy: ['10.0.0.0/8'] });
    const statuses = [];
    for (let count = 0; count < 31; count++) {
      const { status } = await send(`198.51.100.${count}, 203.0.113.9, 10.0.3.7`);
      statuses.push(status);
    }
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(422));
    expect(statuses[30]).toBe(429);
    expect((await send('198.51.100.1, 203.0.113.10, 10.0.3.7')).status).toBe(422);
  });
});
