import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import lock from '../../package-lock.json' with { type: 'json' };

const run = promisify(execFile);

/** All that `npm pack` may want to look at. */
const SOURCES = [
  'package.json',
  'tsconfig.json',
  'bin',
  'src',
  'templates',
  'lists',
  'outcry.yaml',
  'README.md',
  'LICENSE',
  'SECURITY.md',
];

export interface Packed {
  /** The repository's copy that it was made in. */
  readonly source: string;
  /** A folder with the package installed in it, and nothing else. */
  readonly folder: string;
  /** The package's files, as installed. */
  readonly root: string;
  readonly files: readonly string[];
  /** Of the tarball, in bytes. */
  readonly size: number;
  readonly unpackedSize: number;
}

/**
 * Packs a copy of this repository with `npm pack`, its own scripts included, and installs it in an
 * empty folder: the tarball's files, beside links to the packages of the lock file that are not for
 * development alone. So a file or a package that is missing shows, and no network is needed.
 */
export async function packAndInstall(): Promise<Packed> {
  const around = await mkdtemp(path.join(inject('workspaces'), 'packed-'));
  const source = path.join(around, 'source');
  for (const name of SOURCES) await cp(name, path.join(source, name), { recursive: true });
  await symlink(path.resolve('node_modules'), path.join(source, 'node_modules'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', around], {
    cwd: source,
    maxBuffer: 1e8,
  });
  // The build says something before, too.
  const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m)));
  const folder = path.join(around, 'empty');
  const root = await install(path.join(around, packed.filename), folder);
  const files = packed.files.map((file: { path: string }) => file.path);
  return { source, folder, root, files, size: packed.size, unpackedSize: packed.unpackedSize };
}

async function install(tarball: string, folder: string): Promise<string> {
  const modules = path.join(folder, 'node_modules');
  const root = path.join(modules, 'outcry');
  await mkdir(path.join(modules, '.bin'), { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', modules]);
  await rename(path.join(modules, 'package'), root);
  await symlink('../outcry/bin/outcry.js', path.join(modules, '.bin', 'outcry'));
  for (const name of productionPackages()) {
    await mkdir(path.dirname(path.join(modules, name)), { recursive: true });
    await symlink(path.resolve('node_modules', name), path.join(modules, name));
  }
  return root;
}

interface Locked {
  readonly version?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly engines?: { readonly node?: string };
}

/** The packages of the lock file that come with an installed Outcry, by their place. */
export function production(): [place: string, Locked][] {
  const all = Object.entries(lock.packages as unknown as Record<string, Locked>);
  return all.filter(([place, { dev, devOptional }]) => place !== '' && !dev && !devOptional);
}

/** Those that are not inside another; optional ones for other machines lead nowhere. */
function productionPackages(): string[] {
  return production().flatMap(([place]) => {
    const [, name, inner] = place.split('node_modules/');
    return name && !inner ? [name] : [];
  });
}
