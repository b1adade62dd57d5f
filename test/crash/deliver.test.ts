import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { draft } from '../ledger/ledgers.ts';

const { slug } = draft.petition;
/** So many that a second process starts and ends while the first is at work. */
const SIGNERS = 3000;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outcry-killed-'));
  copyFileSync('outcry.yaml', join(folder, 'outcry.yaml'));
  const ledger = await openLedger({
    file: join(folder, '.outcry', 'ledger.sqlite'),
    now: Date.now,
  });
  await ledger.openCampaign(draft);
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

/** The real command, in a process of its own. */
function start() {
  const argv = ['bin/outcry.js', 'signatures', 'deliver', slug, '--json', '--workspace', folder];
  const child = spawn(process.execPath, [join(process.cwd(), argv[0] ?? ''), ...argv.slice(1)], {
    cwd: folder,
    env: { PATH: process.env.PATH },
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

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(5);
}

it('a delivery that is killed, and run beside another, is made once and whole', async () => {
  const first = start();
  await until(() => existsSync(join(folder, `${slug}-delivery-1.part`)));
  const second = await start().exit;
  expect([second.status, JSON.parse(second.out).error.code]).toEqual([3, 'delivery-busy']);
  await until(() => readdirSync(join(folder, `${slug}-delivery-1.part`)).length > 1);
  first.child.kill('SIGKILL');
  await first.exit;
  expect(names()).toEqual([`${slug}-delivery-1.part`]);

  const { status, out } = await start().exit;
  expect([status, JSON.parse(out).number, JSON.parse(out).signatures]).toEqual([0, 1, SIGNERS]);
  expect(names()).toEqual([`${slug}-delivery-1`]);
  const csv = join(folder, `${slug}-delivery-1`, `${slug}-delivery-1.csv`);
  const rows: { first_name: string }[] = parse(readFileSync(csv), { columns: true, bom: true });
  expect(new Set(rows.map((row) => row.first_name)).size).toBe(SIGNERS);
  expect(rows).toHaveLength(SIGNERS);
}, 60_000);
