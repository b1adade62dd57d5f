import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { publicUrl, readWorkspace } from '../src/config.ts';
import { OutcryError } from '../src/errors.ts';

const YAML = 'organisation: { name: Safe Harbour, address: 12 Quay Street }\n';

function workspace(yaml: string, dotenv = ''): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcry-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'outcry.yaml'), yaml);
  writeFileSync(path.join(folder, '.env'), dotenv);
  return folder;
}

function failure(attempt: () => unknown): OutcryError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof OutcryError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

it('needs no more than an organisation', () => {
  const { config } = readWorkspace(workspace(YAML), {});
  expect(config).toMatchObject({ lang: 'en', theme: { colour: '#7a1f3d' } });
});

it('takes secrets from .env, and from the environment before it', () => {
  const folder = workspace(YAML, 'OUTCRY_SECRET=of-the-file\nSENDGRID_API_KEY=SG.file\n');
  const { environment } = readWorkspace(folder, { OUTCRY_SECRET: 'of-the-environment' });
  expect(environment.OUTCRY_SECRET).toBe('of-the-environment');
  expect(environment.SENDGRID_API_KEY).toBe('SG.file');
});

it('takes the web servers in front of serve by address, range or name', () => {
  const trusted = ['10.0.3.7', '10.0.0.0/8', '2001:db8::/32', '::1', 'uniquelocal'];
  const { config } = readWorkspace(workspace(`${YAML}trust_proxy: [${trusted.join(', ')}]\n`), {});
  expect(config.trust_proxy).toEqual(trusted);
});

it.each([
  ['0.0.0.0/0', 'anybody could pose as anybody'],
  ['::/1', 'anybody could pose as anybody'],
  ['10.0.0.0/33', 'is no address or range'],
  ['"10.1"', 'is no address or range'],
  ['fe80::1%eth0', 'is no address or range'],
  ['proxy.example.org', 'is no address or range'],
  ['true', 'it is not a text'],
])('believes no web server called %s', (written, what) => {
  const { problems } = failure(() =>
    readWorkspace(workspace(`${YAML}trust_proxy: [10.0.3.7, ${written}]\n`), {}),
  );
  expect(problems).toMatchObject([{ what: expect.stringContaining(what), where: { line: 2 } }]);
});

it('takes OUTCRY_URL before the address of outcry.yaml', () => {
  const folder = workspace(`${YAML}url: https://act.example.org\n`);
  expect(publicUrl(readWorkspace(folder, {}))).toBe('https://act.example.org');
  const env = { OUTCRY_URL: 'https://other.example.org' };
  expect(publicUrl(readWorkspace(folder, env))).toBe('https://other.example.org');
});

it.for([
  ['', {}, 'It is not said where supporters reach the sign page.'],
  ['', { OUTCRY_URL: 'act.example.org' }, 'OUTCRY_URL is no web address: act.example.org.'],
  ['', { OUTCRY_URL: 'ftp://example.org' }, 'OUTCRY_URL is no web address: ftp://example.org.'],
] as const)('refuses an address that leads nowhere: %j %j', ([yaml, env, what]) => {
  const error = failure(() => publicUrl(readWorkspace(workspace(YAML + yaml), env)));
  expect(error).toMatchObject({ message: what, exit: 3 });
});

it('names every mistake with its place', () => {
  const folder = workspace(`${YAML}langs: en\ntheme: { colour: red }\nlang: en_US\n`);
  const { problems, exit } = failure(() => readWorkspace(folder, {}));
  expect(exit).toBe(3);
  expect(problems.map(({ where }) => where?.line).sort()).toEqual([2, 3, 4]);
});

it('names the setting of the guard that was meant, and how a share is written', () => {
  const { problems } = failure(() =>
    readWorkspace(workspace(`${YAML}guard: { bounce: 5 %, complaints: 0.1 }\n`), {}),
  );
  expect(problems).toMatchObject([
    { what: expect.stringContaining('"guard.complaints" is not right'), where: { line: 2 } },
    { code: 'config-unknown-key', fix: expect.stringContaining('bounces'), where: { line: 2 } },
  ]);
  expect(problems[0]?.fix).toContain('5 %');
});

it('asks for nothing before a send unless it is told to', () => {
  expect(readWorkspace(workspace(YAML), {}).config.require).toEqual({ test: false, approval: 0 });
  const { problems } = failure(() =>
    readWorkspace(workspace(`${YAML}require: { test: yes, approval: true }\n`), {}),
  );
  expect(problems).toHaveLength(2);
});
