import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import type { Address, CampaignNumber, RecipientNumber } from '../../src/terms.ts';
import { draft, rowsOf } from '../ledger/ledgers.ts';

const SECRET = 'a-secret-for-tests-that-is-long-enough';
const PEOPLE = 1600;
const AT_ONCE = 64;
const KILLS = 2;

let folder: string;
let campaign: CampaignNumber;
let server: ChildProcess | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outcry-killed-'));
  copyFileSync('outcry.yaml', join(folder, 'outcry.yaml'));
  const ledger = await openLedger({
    file: join(folder, '.outcry', 'ledger.sqlite'),
    now: Date.now,
  });
  campaign = (await ledger.openCampaign(draft)).number;
  const people = Array.from({ length: PEOPLE }, (_, index) => ({
    email: addressOf(index + 1),
    fields: {},
    file: 'list.csv',
    line: index + 2,
  }));
  await ledger.freezeAudience(campaign, rowsOf(people), 1000);
  await ledger.close();
});
afterEach(() => {
  server?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function addressOf(recipient: number): Address {
  return `s${recipient}@example.org` as Address;
}

/** The real command, in a process of its own; gives where it listens. */
async function serve(): Promise<URL> {
  const argv = ['bin/outcry.js', 'serve', '--port', '0', '--json', '--workspace', folder];
  const env = {
    PATH: process.env.PATH,
    OUTCRY_SECRET: SECRET,
    OUTCRY_URL: 'https://act.example.org',
  };
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  server = child;
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return new URL(JSON.parse(line).url);
}

/** Signs for one recipient after the other, many at once, until they end or the server does. */
async function signAll(
  at: URL,
  recipients: Iterator<number>,
  answered: number[],
  end: { readonly after: number; readonly by: 'SIGKILL' | 'SIGTERM' },
) {
  const links = createLinks({ url: 'https://act.example.org', secrets: [SECRET] });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const until = answered.length + end.after;
  const lane = async () => {
    for (let next = recipients.next(); !next.done; next = recipients.next()) {
      const { sign_link } = links.linksOf(campaign, next.value as RecipientNumber);
      const status = await postTo(at, new URL(sign_link).pathname, agent);
      if (status !== 303) return;
      answered.push(next.value);
      if (answered.length === until) server?.kill(end.by);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  agent.destroy();
}

/** The status of the answer; undefined if none came. */
function postTo({ hostname, port }: URL, path: string, agent: Agent): Promise<number | undefined> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve) => {
    const post = request({ hostname, port, path, agent, headers, method: 'POST' }, (answer) => {
      answer.resume();
      answer.on('close', () => resolve(answer.statusCode));
    });
    post.on('error', () => resolve(undefined));
    post.end('first_name=Rosa');
  });
}

function keptAddresses(): Set<unknown> {
  const db = new SQLite(join(folder, '.outcry', 'ledger.sqlite'), { readonly: true });
  try {
    return new Set(db.prepare('select email from signatures').pluck().all());
  } finally {
    db.close();
  }
}

const everybody = () => Array.from({ length: PEOPLE }, (_, index) => index + 1).values();

it('every signature that was answered is there, however often the web side is killed', async () => {
  const answered: number[] = [];
  const recipients = everybody();
  for (let kill = 0; kill < KILLS; kill += 1) {
    await signAll(await serve(), recipients, answered, { after: 300, by: 'SIGKILL' });
    expect(server?.killed).toBe(true);
  }
  await signAll(await serve(), recipients, answered, { after: Number.NaN, by: 'SIGKILL' });

  const kept = keptAddresses();
  expect(answered.length).toBeGreaterThan(PEOPLE / 2);
  expect(answered.filter((recipient) => !kept.has(addressOf(recipient)))).toEqual([]);
  // What was not answered may be there or not, but nobody is there who did not sign.
  expect(kept.size).toBeLessThanOrEqual(answered.length + KILLS * AT_ONCE);
});

it('a web side that is asked to stop answers what it has kept, and ends well', async () => {
  const answered: number[] = [];
  const at = await serve();
  const ended = once(server as ChildProcess, 'exit');
  await signAll(at, everybody(), answered, { after: 300, by: 'SIGTERM' });
  expect(await ended).toEqual([0, null]);
  expect(answered.length).toBeLessThan(PEOPLE);
  expect(keptAddresses()).toEqual(new Set(answered.map(addressOf)));
});
