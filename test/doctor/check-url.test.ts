import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { certificateFault } from '../../src/doctor/check-certificate.ts';
import { checkUrl } from '../../src/doctor/check-url.ts';
import { isPublicName } from '../../src/doctor/public-name.ts';
import type { Setup } from '../../src/doctor/setup.ts';
import { findClosedPort, startServer, startTcpServer } from '../delivery/start-server.ts';
import { openSite } from '../web/a-site.ts';
import { aSetup, codesOf } from './a-setup.ts';

const look = (url: string, wish: Partial<Setup> = {}) =>
  checkUrl(aSetup({ environment: { OUTCRY_URL: url }, ...wish }));
const codes = async (url: string, wish?: Partial<Setup>) =>
  (await look(url, wish)).problems.map(({ severity, code }) => `${severity} ${code}`);
const rehearsal = { isRehearsal: true };

describe('the public address', () => {
  it('is well where "outcry serve" answers, also under a path', async () => {
    const site = await openSite({ publicUrl: 'http://127.0.0.1/petitions' });
    onTestFinished(() => site.close());
    expect(await codes(site.url, rehearsal)).toEqual([]);
    expect(await codes(`${site.url}/petitions/`, rehearsal)).toEqual([]);
  });

  it('must be encrypted and on the internet once mail is real', async () => {
    const site = await openSite();
    onTestFinished(() => site.close());
    expect(await codes(site.url)).toEqual(['error url-not-https', 'error url-not-public']);
  });

  it.each([
    ['localhost', false],
    ['127.0.0.1', false],
    ['[::1]', false],
    ['10.1.2.3', false],
    ['192.168.1.20', false],
    ['[fd00::1]', false],
    ['server', false],
    ['server.local', false],
    ['act.example.test', false],
    ['act.example.org', true],
    ['act.example.org.', true],
    ['localhost.example.org', true],
    ['1.1.1.1', true],
    ['[2606:4700::1111]', true],
  ])('has a host that supporters can reach, or not: %s', (host, reached) => {
    expect(isPublicName(host)).toBe(reached);
  });

  it.each([
    { reason: 'nobody listens', status: 0, words: /nobody answers there \(ECONNREFUSED/ },
    { reason: 'another site answers', status: 200, body: '<html>', words: /something else/ },
    { reason: 'the web server finds nobody behind it', status: 502, words: /answers 502/ },
    { reason: 'it leads elsewhere', status: 301, words: /to https:\/\/www\.example\.org/ },
  ])('is not reached where $reason', async ({ status, body, words }) => {
    const url = status
      ? await startServer((_, response) => {
          response.writeHead(status, { location: 'https://www.example.org/healthz' });
          response.end(body);
        })
      : `http://127.0.0.1:${await findClosedPort()}`;
    const { problems, state } = await look(url, rehearsal);
    expect([state, problems[0]?.code]).toEqual(['warning', 'url-unreachable']);
    expect(problems[0]?.what).toMatch(words);
    expect(await codes(url)).toContain('error url-unreachable');
  });

  it('is not well where "outcry serve" cannot read its ledger', async () => {
    const url = await startServer(({ url: path }, response) => {
      response.writeHead(path === '/readyz' ? 503 : 200);
      response.end(path === '/readyz' ? 'the ledger cannot be read' : 'alive');
    });
    const { problems } = await look(url, rehearsal);
    expect(problems).toMatchObject([{ code: 'url-unreachable' }]);
    expect(problems[0]?.what).toMatch(/cannot serve anybody now: the ledger cannot be read\./);
  });

  describe('must have a certificate', () => {
    const read = (name: string) => readFileSync(`test/fixtures/tls/${name}.pem`);
    const DAY = 86_400_000;
    const until = Date.parse(new X509Certificate(read('certificate')).validTo);

    /** Its address; gives it by an IP address, which has no name for a server to choose by. */
    async function openSecurely(): Promise<string> {
      const options = { key: read('key'), cert: read('certificate') };
      const server = https.createServer(options, (_, response) => response.end('alive'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    it('that browsers take', async () => {
      const { problems } = await look(await openSecurely(), rehearsal);
      expect(problems).toMatchObject([{ severity: 'error', code: 'url-certificate' }]);
      expect(problems[0]?.what).toMatch(/nobody whom browsers trust \(DEPTH_ZERO_SELF_SIGNED_CERT/);
    });

    it.each([
      { reason: 'three weeks before its end', left: 21 * DAY, codes: [] },
      { reason: 'ten days before', left: 10 * DAY, codes: ['warning url-certificate'] },
      { reason: 'once it is over, which the request tells', left: -DAY, codes: [] },
    ])('that does not run out soon: $reason', async ({ left, codes: expected }) => {
      const found = await look(await openSecurely(), { ...rehearsal, now: () => until - left });
      expect(codesOf([found])).toEqual(['error url-certificate', ...expected]);
      const day = new Date(until).toISOString().slice(0, 10);
      expect(found.what.includes(`runs out on ${day};`)).toBe(expected.length > 0);
    });

    it.each([
      ['CERT_HAS_EXPIRED', /has run out/],
      ['CERT_NOT_YET_VALID', /not valid yet/],
      ['ERR_TLS_CERT_ALTNAME_INVALID', /for another name/],
      ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /link it to its issuer/],
      ['SELF_SIGNED_CERT_IN_CHAIN', /nobody whom/],
      ['ECONNREFUSED', undefined],
    ])('whose fault is told in plain words: %s', (code, words) => {
      const fault = certificateFault(new URL('https://act.example.org'), code);
      if (words) expect(fault?.what).toMatch(words);
      else expect(fault).toBeUndefined();
    });
  });

  it('is not waited for when nobody listens to what it sends', async () => {
    const stop = new AbortController();
    const port = await startTcpServer(() => stop.abort());
    const url = `https://localhost:${port}`;
    expect(await codes(url, { ...rehearsal, signal: stop.signal })).toEqual([
      'warning url-unreachable',
    ]);
  });

  it('is missing where nobody says it, and not yet known where outcry.yaml is broken', async () => {
    const { config } = aSetup();
    const unsaid = { config: config && { ...config, url: undefined } };
    expect(await codes('', unsaid)).toEqual(['error config-url']);
    const problem = { severity: 'error', code: 'config-syntax', what: 'x' } as const;
    const broken = { config: undefined, configProblems: [problem] };
    expect((await look('', broken)).state).toBe('skipped');
  });

  it('is shown in outcry.yaml, where it stands', async () => {
    const { problems } = await look('');
    expect(problems[0]?.where).toMatchObject({ file: 'outcry.yaml', line: expect.any(Number) });
  });
});
