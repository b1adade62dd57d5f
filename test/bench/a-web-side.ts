import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { Client } from 'pg';
import { readWorkspace } from '../../src/config.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import { planCampaign } from '../../src/send.ts';
import type { RecipientNumber } from '../../src/terms.ts';
import { startPostgres } from '../ledger/a-postgres.ts';
import { APPEAL, type BenchFolder, SECRET } from './bench-folder.ts';
import { startProcess } from './start-process.ts';

const URL = 'http://127.0.0.1:4000';

/** `outcry serve` over one ledger, with a letter that has been sent. */
export interface WebSide {
  /** Of the recipients' sign links, in order. */
  readonly tokens: IterableIterator<string>;
  start(port: number): Promise<Served>;
  countSignatures(): Promise<number>;
  close(): Promise<void>;
}

export type Served = Awaited<ReturnType<typeof startServe>>;

/** With the ledger in a file. */
export async function webSideOnSqlite(bench: BenchFolder, recipients: number): Promise<WebSide> {
  const file = join(bench.folder, '.outcry', 'ledger.sqlite');
  return {
    tokens: await freeze(bench, { file }, recipients),
    start: (port) => startServe(bench, port, {}),
    countSignatures: async () => {
      const db = new SQLite(file, { readonly: true });
      try {
        return Number(db.prepare('select count(*) from signatures').pluck().get());
      } finally {
        db.close();
      }
    },
    close: async () => {},
  };
}

/** With the ledger in a database of a server on this machine that waits for its disk. */
export async function webSideOnPostgres(bench: BenchFolder, recipients: number): Promise<WebSide> {
  const server = await startPostgres([]);
  const database = server.address;
  return {
    tokens: await freeze(bench, { database }, recipients),
    start: (port) => startServe(bench, port, { OUTCRY_DATABASE_URL: database }),
    countSignatures: async () => {
      const client = new Client({ connectionString: database });
      await client.connect();
      try {
        const { rows } = await client.query('select count(*) from signatures');
        return Number(rows[0].count);
      } finally {
        await client.end();
      }
    },
    close: server.stop,
  };
}

/** Freezes an audience and gives its sign links' tokens. */
async function freeze(
  bench: BenchFolder,
  place: { readonly file: string } | { readonly database: string },
  count: number,
): Promise<IterableIterator<string>> {
  const { config } = readWorkspace(bench.folder, {});
  const ledger = await openLedger({ ...place, now: Date.now });
  const links = createLinks({ url: URL, secrets: [SECRET] });
  const tools = { settings: config, templateRoots: ['templates'], secret: SECRET, ledger, links };
  const senders = { from: undefined, replyTo: undefined };
  const lists = [await bench.list(count)];
  const { number } = await planCampaign(
    { appeal: APPEAL, lists },
    { ...tools, url: URL, senders, now: Date.now },
  );
  const { recipients } = await ledger.tally(number);
  await ledger.close();
  return (function* () {
    for (let recipient = 1; recipient <= recipients; recipient += 1) {
      const { sign_link } = links.linksOf(number, recipient as RecipientNumber);
      yield sign_link.slice(sign_link.lastIndexOf('/') + 1);
    }
  })();
}

async function startServe(
  { folder }: BenchFolder,
  port: number,
  own: Readonly<Record<string, string>>,
) {
  const argv = ['bin/outcry.js', 'serve', '--json', '--workspace', folder, '--port', `${port}`];
  const env = { OUTCRY_SECRET: SECRET, OUTCRY_URL: URL, ...own };
  const server = await startProcess(argv, { env });
  return { ...server, url: (JSON.parse(server.line) as { url: string }).url };
}
