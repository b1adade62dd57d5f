import { createHmac } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import SQLite from 'better-sqlite3';
import { parse } from 'csv-parse';
import type { Workshop } from '../../src/campaign/load-letter.ts';
import { requestBody } from '../../src/delivery/sendgrid-request.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import { planCampaign, sendCampaign } from '../../src/send.ts';
import { APPEAL, KEY, SECRET } from './bench-folder.ts';

interface Measured {
  readonly folder: string;
  readonly list: string;
  readonly sandboxUrl: string;
  readonly workshop: Workshop;
}

/** What a send cannot do without, each alone and in milliseconds, and what goes over the wire. */
export interface Floors {
  readonly ms: Readonly<Record<string, number>>;
  readonly wireBytes: number;
}

/** The work that no mailer is spared, done by the same libraries with nothing around it. */
export async function measureFloors({ folder, list, sandboxUrl, workshop }: Measured) {
  const bodies = await bodiesOf(folder, list, workshop);
  const requests = bodies.map((body) => JSON.parse(body.toString()));
  const rows = await rowsOf(list);
  const ms = {
    'csv-parse': await timed(() => rowsOf(list)),
    'one HMAC each': await timed(() => signEach(rows.length)),
    'bulk insert': await timed(() => insertAll(join(folder, 'floor.sqlite'), rows)),
    'JSON.stringify': await timed(() => requests.map((one) => JSON.stringify(one).length)),
    'POST of the same bytes': await timed(() => postAll(bodies, sandboxUrl)),
  };
  return { ms, wireBytes: bodies.reduce((sum, body) => sum + body.length, 0) };
}

/** The very bodies that a send of this list posts. */
async function bodiesOf(folder: string, list: string, workshop: Workshop): Promise<Buffer[]> {
  const bodies: Buffer[] = [];
  const url = 'http://127.0.0.1:4000';
  const ledger = await openLedger({
    file: join(folder, '.outcry', 'floors.sqlite'),
    now: Date.now,
  });
  const links = createLinks({ url, secrets: [SECRET] });
  const senders = { from: undefined, replyTo: undefined };
  const tools = { ...workshop, ledger, links, url, senders, now: Date.now };
  const campaign = await planCampaign({ appeal: APPEAL, lists: [list] }, tools);
  const transport = {
    post: async (one: Parameters<typeof requestBody>[0]) => {
      bodies.push(requestBody(one));
      return { kind: 'accepted' as const, messageId: '' };
    },
    close: async () => {},
  };
  const clock = { sleep: async () => {}, elapsed: () => 0 };
  const means = { transport, clock, random: Math.random };
  await sendCampaign(campaign, {
    ledger,
    links,
    secret: SECRET,
    now: Date.now,
    concurrency: 1,
    means,
  });
  await ledger.close();
  return bodies;
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function rowsOf(list: string): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const row of createReadStream(list).pipe(parse({ from_line: 2 }))) rows.push(row);
  return rows;
}

function signEach(count: number): void {
  for (let number = 0; number < count; number += 1) {
    createHmac('sha256', SECRET).update(`1.${number}`).digest('base64url');
  }
}

/** Into a table as the ledger's, with its three indexes, in transactions as large. */
function insertAll(file: string, rows: readonly string[][]): void {
  const db = new SQLite(file);
  db.pragma('journal_mode = WAL');
  db.exec(`create table recipients (campaign integer, batch integer, number integer, email text, fields text,
    primary key (campaign, batch, number), unique (campaign, number), unique (campaign, email)) without rowid`);
  const insert = db.prepare('insert or ignore into recipients values (1, ?, ?, ?, ?)');
  for (let start = 0; start < rows.length; start += 5000) {
    db.transaction(() => {
      for (const [index, [email, ...fields]] of rows.slice(start, start + 5000).entries()) {
        const number = start + index;
        insert.run(Math.floor(number / 1000), number, email, JSON.stringify(fields));
      }
    })();
  }
  db.close();
}

async function postAll(bodies: readonly Buffer[], url: string): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  for (const body of bodies) await postOne(body, `${url}/v3/mail/send`, agent);
  agent.destroy();
}

function postOne(body: Buffer, url: string, agent: Agent): Promise<void> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${KEY}` };
  return new Promise((resolve, reject) => {
    const posted = request(url, { method: 'POST', agent, headers }, async (answer) => {
      await text(answer);
      if (answer.statusCode === 202) resolve();
      else reject(new Error(`The sandbox answered ${answer.statusCode}.`));
    });
    posted.on('error', reject);
    posted.end(body);
  });
}
