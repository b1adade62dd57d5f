import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sandboxKeys } from '../../src/sandbox/sandbox-keys.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outcry-sandbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('startSandbox', () => {
  test('says that a port is in use, and what to do', async () => {
    const first = await startSandbox();
    const port = Number(new URL(first.url).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({
      name: 'OutcryError',
      exit: 3,
      message: `Port ${port} is already in use on 127.0.0.1.`,
      fix: expect.stringContaining('--port'),
    });
    await first.close();
  });

  test('says that a host cannot be used', async () => {
    await expect(startSandbox({ host: '192.0.2.1' })).rejects.toMatchObject({ exit: 3 });
  });

  test('refuses a key that cannot sign', async () => {
    const events = { url: 'http://127.0.0.1:9/', privateKey: 'no key' };
    await expect(startSandbox({ events })).rejects.toMatchObject({ exit: 3 });
  });
});

describe('sandboxKeys', () => {
  test('makes a pair once, for its owner only, and finds it again', async () => {
    const made = await sandboxKeys(join(folder, 'made'));
    expect((await stat(join(folder, 'made', 'sandbox-key.pem'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'made'))).mode & 0o077).toBe(0);
    expect(await readFile(join(folder, 'made', 'sandbox-key.pem'), 'utf8')).toBe(made.privateKey);
    expect(await sandboxKeys(join(folder, 'made'))).toEqual(made);
    expect(made.publicKey).toMatch(/^[A-Za-z0-9+/]+=*$/);
  });

  test('the sandbox signs with the pair', async () => {
    const { privateKey, publicKey } = await sandboxKeys(folder);
    const sandbox = await startSandbox({ events: { url: 'http://127.0.0.1:9/', privateKey } });
    expect(sandbox.publicKey).toBe(publicKey);
    await sandbox.close();
  });

  test.each([
    { name: 'not-a-key', content: 'hello', code: 'sandbox-key-bad' },
    { name: 'empty', content: '', code: 'sandbox-key-bad' },
  ])('refuses a file that is $name', async ({ content, code }) => {
    const bad = await mkdtemp(join(folder, 'bad-'));
    await writeFile(join(bad, 'sandbox-key.pem'), content);
    await expect(sandboxKeys(bad)).rejects.toMatchObject({ code, exit: 3 });
  });

  test('says that a folder cannot be used', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(sandboxKeys(join(folder, 'file'))).rejects.toMatchObject({ exit: 3 });
  });
});
