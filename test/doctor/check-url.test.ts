import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkUrl } from '../../src/doctor/check-url.ts';
import { isPublicName } from '../../src/doctor/public-name.ts';
import type { Setup } from '../../src/doctor/setup.ts';
import { findClosedPort, startServer } from '../delivery/start-server.ts';
import { openSite } from '../web/a-site.ts';
import { aSetup } from './a-setup.ts';

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
    { reason: 'nobody listens', status: 0, words: /ECONNREFUSED/ },
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

  it('must have a certificate that browsers take', async () => {
    const read = (name: string) => readFileSync(`test/fixtures/tls/${name}.pem`);
    const server = https.createServer({ key: read('key'), cert: read('certificate') });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const { problems } = await look(`https://127.0.0.1:${port}`, rehearsal);
    expect(problems).toMatchObject([{ severity: 'error', code: 'url-certificate' }]);
    expect(problems[0]?.what).toMatch(/DEPTH_ZERO_SELF_SIGNED_CERT/);
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
