import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { packagesFor } from '../../src/typeset/font-packages.ts';
import { type Packed, packAndInstall, production } from './pack.ts';

const run = promisify(execFile);
/** It has no types of its own. */
const semver: { satisfies(version: string, range: string): boolean } = createRequire(
  import.meta.url,
)('semver');

describe('the package', () => {
  let packed: Packed;
  // It builds all of Outcry, which takes a machine that is busy its time.
  beforeAll(async () => {
    packed = await packAndInstall();
  }, 300_000);
  const npx = (args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}) =>
    run('npx', ['--no-install', 'outcry', ...args], {
      cwd,
      env: { PATH: process.env.PATH, HOME: packed.folder, ...env },
    });
  const readInstalled = (file: string) => readFileSync(path.join(packed.root, file), 'utf8');
  const scripts = () => packed.files.filter((file) => file.endsWith('.js'));

  it('holds what it needs and nothing else', () => {
    const ours =
      /^(bin|templates|lists)\/|^\.build\/[\w/-]+\.js$|^src\/preview\/browser\/preview\.(css|html)$/;
    const others = packed.files.filter((file) => !ours.test(file));
    expect(others.sort()).toEqual([
      '.build/man/outcry.1',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'outcry.yaml',
      'package.json',
    ]);
    const stale = packed.files.filter((file) => {
      const source = file.replace(/^\.build\//, 'src/').replace(/\.js$/, '.ts');
      return /^\.build\/.*\.js$/.test(file) && !existsSync(source);
    });
    expect(stale).toEqual([]);
  });

  it('names no place of the machine on which it was made', () => {
    const places = [process.cwd(), packed.source];
    for (const file of packed.files) {
      const text = readInstalled(file);
      expect(
        places.filter((place) => text.includes(place)),
        file,
      ).toEqual([]);
    }
  });

  it('starts on each system: a first line for node, no carriage return, and it may be run', () => {
    expect(readInstalled('bin/outcry.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
    for (const file of scripts()) expect(readInstalled(file), file).not.toContain('\r');
    expect(statSync(path.join(packed.root, 'bin/outcry.js')).mode & 0o111).toBe(0o111);
  });

  it('takes only packages that come with it, and all of those', () => {
    const specifier =
      /^(?:import|export)\b[^;'"=(]*['"]([^.'"][^'"]*)['"];$|\bimport\(['"]([^.'"][^'"]*)['"]\)/gm;
    const code = scripts()
      .filter((file) => !file.startsWith('.build/preview/browser/'))
      .map(readInstalled);
    const taken = code
      .flatMap((text) => [...text.matchAll(specifier)].map(([, now, later]) => now ?? later ?? ''))
      .filter((name) => !name.startsWith('node:'))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      );
    const known = Object.keys(manifest.dependencies);
    expect(taken.length).toBeGreaterThan(known.length);
    expect(taken.filter((name) => !known.includes(name))).toEqual([]);
    // Fonts are looked up under names that are put together.
    const fonts = [...packagesFor(false, 'sc')].map(({ name }) => name);
    const isUsed = (name: string) =>
      fonts.some((font) => /^@fontsource/.test(name) && name.endsWith(`/${font}`)) ||
      code.some((text) => text.includes(name));
    const unused = known.filter((name) => !isUsed(name));
    expect(unused).toEqual([]);
  });

  it('is as large as the README says, to a fifth', () => {
    const readme = readFileSync('README.md', 'utf8');
    const [, tarball, unpacked] =
      /tarball has ([\d.]+) MB, ([\d.]+) MB unpacked/.exec(readme) ?? [];
    const MB = 1_000_000;
    expect(Math.abs((Number(tarball) * MB) / packed.size - 1)).toBeLessThan(0.2);
    expect(Math.abs((Number(unpacked) * MB) / packed.unpackedSize - 1)).toBeLessThan(0.2);
  });

  it('tells the whole story in an empty folder, by npx', async () => {
    const { stdout } = await npx(['demo', '--exit'], packed.folder);
    expect(stdout).toContain('312 of 50,000 signatures');
  });

  it('makes a workspace, checks its letter and sends it', async () => {
    await npx(['init', 'ws'], packed.folder);
    const cwd = path.join(packed.folder, 'ws');
    const letter = ['templates/appeals/safe-harbour.md', '--list', 'lists/supporters.csv'];
    expect((await npx(['check', ...letter], cwd)).stdout).toContain('can be sent');
    const sandbox = await startSandbox({ key: 'SG.sandbox' });
    const env = { OUTCRY_SENDGRID_URL: sandbox.url, SENDGRID_API_KEY: 'SG.sandbox' };
    const sent = await npx(['send', ...letter, '--yes', '--json'], cwd, env);
    expect(JSON.parse(sent.stdout)).toMatchObject({ state: 'done', accepted: 979 });
    expect(sandbox.stats().recipients).toBe(979);
    await sandbox.close();
  });
});

describe('the packages that come with Outcry', () => {
  it.each(['20.19.0', '22.12.0', '24.0.0'])('all say that they run on Node.js %s', (node) => {
    const unfit = production().filter(
      ([, { engines }]) => engines?.node && !semver.satisfies(node, engines.node),
    );
    expect(unfit.map(([place]) => place)).toEqual([]);
    expect(semver.satisfies(node, manifest.engines.node)).toBe(true);
  });
});
