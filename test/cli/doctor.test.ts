import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { sandboxKeys } from '../../src/sandbox/sandbox-keys.ts';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { startTcpServer } from '../delivery/start-server.ts';
import { startDnsServer } from '../doctor/a-dns-server.ts';
import { openSite } from '../web/a-site.ts';
import { newWorkspace, runHere, runJsonHere } from './run-here.ts';
import { runJson } from './run-outcry.ts';

const GOOD = {
  'em1.example.org': [{ cname: 'u1.wl.sendgrid.net' }],
  'u1.wl.sendgrid.net': [{ txt: 'v=spf1 ip4:192.0.2.1 -all' }],
  's1._domainkey.example.org': [{ cname: 's1.domainkey.u1.wl.sendgrid.net' }],
  's2._domainkey.example.org': [{ cname: 's2.domainkey.u1.wl.sendgrid.net' }],
  's1.domainkey.u1.wl.sendgrid.net': [{ txt: 'p=MIGf' }],
  's2.domainkey.u1.wl.sendgrid.net': [{ txt: 'p=MIGf' }],
  '_dmarc.example.org': [{ txt: 'v=DMARC1; p=reject' }],
};

let cwd: string;
beforeEach(async () => {
  cwd = await newWorkspace();
});

/** A new workspace with a sandbox and the web side up; gives the environment that names them. */
async function standUp(account: SandboxOptions['account'] = {}): Promise<Record<string, string>> {
  const { privateKey } = await sandboxKeys(path.join(cwd, '.outcry'));
  const site = await openSite();
  const events = { url: `${site.url}/events/sendgrid`, privateKey };
  const sandbox = await startSandbox({ key: 'SG.sandbox', events, account });
  onTestFinished(async () => {
    await sandbox.close();
    await site.close();
  });
  return { OUTCRY_SENDGRID_URL: sandbox.url, OUTCRY_URL: site.url };
}

/** Every file of a folder with what it holds. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const read = files
    .filter((file) => file.isFile())
    .map(async ({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [
        file,
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      ];
    });
  return Object.fromEntries(await Promise.all(read));
}

describe('outcry doctor', () => {
  it('finds a new workspace well, with sandbox, web side and DNS, and changes nothing', async () => {
    const env = await standUp();
    const before = await contentOf(cwd);
    const dns = await startDnsServer(GOOD);
    const { status, json } = await runJsonHere(['doctor', '--dns', dns], { cwd, env });
    expect(json).toMatchObject({ ok: true, problems: [] });
    const about = json.checks.map((check: { about: string }) => check.about);
    expect(about).toEqual(
      'Node.js,Configuration,Secrets,Templates,Ledger,Disk,Public address,Key,Clock,Sender,Credits,Events,Domain,SPF,DKIM,DMARC'.split(
        ',',
      ),
    );
    const skipped = json.checks.filter((check: { state: string }) => check.state !== 'ok');
    // What only SendGrid itself knows.
    expect(skipped).toMatchObject(
      ['Sender', 'Credits', 'SPF'].map((about) => ({ about, state: 'skipped' })),
    );
    expect(status).toBe(0);
    expect(await contentOf(cwd)).toEqual(before);
  });

  it('says each in a line with a sign and a word, and asks no DNS in a rehearsal', async () => {
    const env = await standUp();
    const { status, out } = await runHere(['doctor'], { cwd, env });
    expect(status).toBe(0);
    expect(out).toMatch(/^✓ ok {7}Key: The sandbox takes it\./m);
    expect(out).toMatch(/^- skipped {2}Domain, SPF, DKIM, DMARC: Mail goes to the sandbox/m);
    expect(out.trimEnd()).toMatch(/\nAll is well\. 6 checks were skipped\.$/);
  });

  it('says what is wrong and how to mend it, as check does, without a secret', async () => {
    const env = await standUp({ webhooks: [] });
    const secret = 'an-unsafe-secret';
    const around = { cwd, env: { ...env, OUTCRY_SECRET: secret, SENDGRID_API_KEY: 'SG.sandbox' } };
    const dns = await startDnsServer({ ...GOOD, '_dmarc.example.org': 'broken' });
    const args = ['doctor', '--from', 'a@example.org', '--dns', dns];
    const { status, json } = await runJsonHere(args, around);
    expect(status).toBe(1);
    expect(json.ok).toBe(false);
    expect(json.problems.map((one: { code: string }) => one.code)).toEqual([
      'secret-too-short',
      'webhook-off',
      'dns-silent',
    ]);
    for (const problem of json.problems) {
      expect(problem).toEqual({
        severity: 'error',
        code: expect.any(String),
        what: expect.any(String),
        file: null,
        line: null,
        column: null,
        fix: expect.stringMatching(/\w/),
      });
    }
    const { out, err } = await runHere(args, around);
    expect(out).toMatch(/^✗ error {4}Secrets: .* {2}\[secret-too-short\]\n {11}Make one with/m);
    expect(out).toMatch(/\n3 errors to mend\. 3 checks were skipped\.\n$/);
    for (const text of [JSON.stringify(json), out, err]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain('SG.sandbox');
    }
  });

  it('has exit status 1 for a warning alone', async () => {
    const env = await standUp();
    await writeFile(path.join(cwd, '.env'), `OUTCRY_SECRET=${'s'.repeat(40)}\n`, { mode: 0o644 });
    await chmod(path.join(cwd, '.env'), 0o644);
    const keys = await sandboxKeys(path.join(cwd, '.outcry'));
    const { status, json } = await runJsonHere(['doctor'], {
      cwd,
      env: { ...env, SENDGRID_API_KEY: 'SG.sandbox', OUTCRY_WEBHOOK_KEY: keys.publicKey },
    });
    expect(json.problems).toMatchObject([{ severity: 'warning', code: 'env-open' }]);
    expect(status).toBe(1);
  });

  it('tells the mistakes of outcry.yaml with their places, and looks at the rest', async () => {
    const env = await standUp();
    await appendFile(path.join(cwd, 'outcry.yaml'), '\ncolour: red\n');
    const { status, json } = await runJsonHere(['doctor'], { cwd, env });
    expect(status).toBe(3);
    expect(json.problems).toMatchObject([
      { code: 'config-unknown-key', file: 'outcry.yaml', line: expect.any(Number) },
    ]);
    expect(json.checks).toContainEqual(expect.objectContaining({ about: 'Events', state: 'ok' }));
    await writeFile(path.join(cwd, 'outcry.yaml'), 'organisation: [\n');
    const worse = await runJsonHere(['doctor'], { cwd, env });
    expect(worse.status).toBe(3);
    expect(worse.json.problems).toMatchObject([{ code: 'config-syntax' }]);
  });

  it('takes a certificate that this machine takes', async () => {
    const read = (name: string) => readFileSync(`test/fixtures/tls/${name}.pem`);
    const server = https.createServer(
      { key: read('key'), cert: read('certificate') },
      (_, response) => response.end('alive\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const env = {
      ...(await standUp()),
      OUTCRY_URL: `https://localhost:${(server.address() as AddressInfo).port}`,
      NODE_EXTRA_CA_CERTS: path.resolve('test/fixtures/tls/certificate.pem'),
    };
    // Node reads such certificates only as it starts.
    const { json } = await runJson(['doctor'], { cwd, env });
    expect(json.checks).toContainEqual(
      expect.objectContaining({ about: 'Public address', state: 'ok' }),
    );
    // SendGrid posts elsewhere, which is the only thing that is wrong.
    expect(json.problems).toMatchObject([{ code: 'webhook-off' }]);
  });

  it('is ended by Ctrl-C, whoever does not answer', async () => {
    const stop = new AbortController();
    const port = await startTcpServer(() => stop.abort());
    const env = { OUTCRY_SENDGRID_URL: `http://127.0.0.1:${port}` };
    const { status, out, err } = await runHere(['doctor'], { cwd, env, signal: stop.signal });
    expect([status, out]).toEqual([4, '']);
    expect(err).toContain('Stopped.');
  });

  it('needs a workspace', async () => {
    const { status, json } = await runJsonHere(['doctor', '--workspace', 'lists'], { cwd });
    expect([status, json.error.code]).toEqual([3, 'workspace-missing']);
  });

  it.each([
    ['--from', 'nobody'],
    ['--dns', 'dns.example.org'],
    ['--dns', '1.1.1.1:x'],
  ])('takes no %s %s', async (option, value) => {
    const { status, json } = await runJsonHere(['doctor', option, value], { cwd });
    expect([status, json.error.code]).toEqual([2, 'usage']);
  });
});
