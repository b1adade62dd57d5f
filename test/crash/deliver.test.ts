import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { draft } from '../ledger/ledgers.ts';

const { slug } = draft.petition;
const SIGNERS = 600;
/** From whom the letter came. */
const ENVELOPE = JSON.stringify({
  editions: [{ lang: 'en', from: { name: 'Safe Harbour', email: 'campaigns@example.org' } }],
  url: '',
});
const DELIVERY = `${slug}-delivery-1`;
/** Makes a process stop where some of its names are written and others are not. */
const STOP = ['--import', join(process.cwd(), 'test/crash/stop-at-write.mjs')];
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outcry-killed-'));
  copyFileSync('outcry.yaml', join(folder, 'outcry.yaml'));
  const ledger = await openLedger({
    file: join(folder, '.outcry', 'ledger.sqlite'),
    now: Date.now,
  });
  await ledger.openCampaign({ ...draft, envelope: ENVELOPE });
  await ledger.close();
  const db = new SQLite(join(folder, '.outcry', 'ledger.sqlite'));
  db.exec(`with recursive signer(number) as
    (select 1 union all select number + 1 from signer where number < ${SIGNERS})
    insert into signatures
      (petition, email, first_name, last_name, postcode, country, comment, consent, at)
    select '${slug}', 's' || number || '@example.org', 'Signer ' || number, '', '', 'ES', '', 0, 0
    from signer`);
  db.close();
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

interface Wish {
  readonly node?: readonly string[];
  readonly options?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The real command, in a process of its own. */
function start({ node = [], options = [], env = {} }: Wish = {}) {
  const outcry = join(process.cwd(), 'bin/outcry.js');
  const argv = ['signatures', 'deliver', slug, '--json', '--workspace', folder, ...options];
  const child = spawn(process.execPath, [...node, outcry, ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  let out = '';
  child.stdout.on('data', (piece) => {
    out += piece;
  });
  const exit = once(child, 'close').then(([status]) => ({ status, out }));
  return { child, exit };
}

const names = () => readdirSync(folder).filter((name) => name.startsWith(slug));
const written = () => {
  const work = join(folder, `${DELIVERY}.part`);
  return existsSync(work) && readdirSync(work).some((name) => name.endsWith('.rows'));
};

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(5);
}

it('a delivery that is killed, and run beside another, is made once and whole', async () => {
  const first = start({ node: STOP });
  await until(written);
  const second = await start().exit;
  expect([second.status, JSON.parse(second.out).error.code]).toEqual([3, 'delivery-busy']);
  first.child.kill('SIGKILL');
  await first.exit;
  expect(names()).toEqual([`${DELIVERY}.part`]);

  const { status, out } = await start().exit;
  expect([status, JSON.parse(out).number, JSON.parse(out).signatures]).toEqual([0, 1, SIGNERS]);
  expect(names()).toEqual([DELIVERY]);
  const csv = join(folder, DELIVERY, `${DELIVERY}.csv`);
  const rows: { first_name: string }[] = parse(readFileSync(csv), { columns: true, bom: true });
  expect(new Set(rows.map((row) => row.first_name)).size).toBe(SIGNERS);
  expect(rows).toHaveLength(SIGNERS);
}, 60_000);

it('a mail whose process is killed before it is answered is unknown, and leaves no second time by itself', async () => {
  let asked = 0;
  const silent = createServer((request) => request.resume().on('end', () => (asked += 1)));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const env = { SENDGRID_API_KEY: 'SG.x', OUTCRY_SENDGRID_URL: `http://127.0.0.1:${port}` };
  const options = ['--send', '--to', 'minister@example.org', '--yes'];
  const first = start({ env, options });
  await until(() => asked > 0);
  first.child.kill('SIGKILL');
  await first.exit;
  const { status, out } = await start({ env, options: [...options, '--number', '1'] }).exit;
  silent.closeAllConnections();
  silent.close();
  expect([status, JSON.parse(out).mails]).toMatchObject([1, [{ number: 1, state: 'unknown' }]]);
  expect(asked).toBe(1);
}, 60_000);
