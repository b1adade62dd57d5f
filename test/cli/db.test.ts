import { cp, readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createDatabase, dropDatabase } from '../ledger/a-database.ts';
import { type Desk, NINE, openDesk } from './a-desk.ts';
import { runHere, runJsonHere } from './run-here.ts';

let desk: Desk;
let file: string;
beforeEach(async () => {
  desk = await openDesk({ now: () => NINE });
  file = path.join(desk.cwd, '.outcry/ledger.sqlite');
});
afterEach(() => desk.close());

/** The sample letter goes to two people. Returns the campaign's name. */
async function sendToTwo(): Promise<string> {
  await desk.list('one.csv', 'ana', 'ben');
  return (await desk.send(['one.csv', '--yes'])).json.campaign;
}

async function withLedger<T>(use: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ file, now: () => NINE });
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

const suppress = (ledger: Ledger, name: string) =>
  ledger.suppress(`${name}@example.org` as never, 'manual', undefined);

describe('db backup', () => {
  const backup = path.join('safe', 'ledger.sqlite');

  it('copies the ledger of a moment while others write to it, and what is put back is whole', async () => {
    const campaign = await sendToTwo();
    await withLedger(async (ledger) => {
      const writing = Array.from({ length: 40 }, (_, index) => suppress(ledger, `s${index}`));
      const { status, json, err } = await desk.outcry(['db', 'backup', backup]);
      expect(status).toBe(0);
      expect(json.file).toContain(backup);
      expect(json.bytes).toBeGreaterThan(4096);
      expect(err).toContain('OUTCRY_SECRET');
      await Promise.all(writing);
      await suppress(ledger, 'after');
    });
    const folder = path.join(desk.cwd, 'safe');
    expect(await readdir(folder)).toEqual(['ledger.sqlite']);
    expect((await stat(path.join(folder, 'ledger.sqlite'))).mode & 0o777).toBe(0o600);
    await desk.say(['suppressions', 'add', 'lost@example.org']);
    await cp(path.join(desk.cwd, backup), file);
    const { json } = await desk.outcry(['status', campaign]);
    expect(json).toMatchObject({ state: 'done', accepted: 2 });
    const { json: kept } = await desk.outcry(['suppressions', 'list']);
    expect(JSON.stringify(kept)).not.toMatch(/lost@|after@/);
  });

  it('writes over nothing', async () => {
    await sendToTwo();
    await writeFile(path.join(desk.cwd, 'mine.txt'), 'mine');
    const refused = await desk.outcry(['db', 'backup', 'mine.txt']);
    expect(refused).toMatchObject({ status: 2, json: { error: { code: 'file-foreign' } } });
    expect(await readdir(desk.cwd)).not.toContain('mine.txt.part');
  });

  it('says where it cannot write, and that there is no ledger yet', async () => {
    const none = await desk.outcry(['db', 'backup', 'new.sqlite']);
    expect(none).toMatchObject({ status: 3, json: { error: { code: 'ledger-missing' } } });
    await sendToTwo();
    await writeFile(path.join(desk.cwd, 'a-file'), '');
    const there = await desk.outcry(['db', 'backup', 'a-file/new.sqlite']);
    expect(there).toMatchObject({ status: 3, json: { error: { code: 'not-writable' } } });
  });

  it('is for pg_dump where the ledger is in PostgreSQL', async () => {
    const env = { OUTCRY_DATABASE_URL: 'postgres://outcry:hidden@db.example.org/outcry' };
    const { status, json, out } = await runJsonHere(['db', 'backup', 'b.sqlite'], {
      cwd: desk.cwd,
      env,
    });
    expect(status).toBe(3);
    expect(json.error).toMatchObject({ code: 'backup-elsewhere' });
    expect(json.error.fix).toContain('pg_dump');
    expect(out).not.toContain('hidden');
  });
});

describe('db move', () => {
  let database: string;
  beforeEach(async () => {
    database = await createDatabase();
  });
  afterEach(() => dropDatabase(database));

  it('takes the workspace over: what was sent, suppressed and signed stands as before', async () => {
    const campaign = await sendToTwo();
    await withLedger((ledger) => suppress(ledger, 'gone'));
    const env = { OUTCRY_DATABASE_URL: database };
    const before = await desk.outcry(['report', campaign]);
    const moved = await runHere(['db', 'move', '--to', database], { cwd: desk.cwd });
    expect(moved.status).toBe(0);
    expect(moved.out).toMatch(/Recipients +2, 2 accepted/);
    expect(moved.out).toMatch(/Suppressions +1/);
    expect(moved.err).toContain('Set OUTCRY_DATABASE_URL to that address');
    expect(moved.err).toContain('ledger.sqlite is kept');
    expect(moved.out + moved.err).not.toContain('secret');
    const around = { cwd: desk.cwd, env, now: () => NINE };
    const after = await runJsonHere(['report', campaign], around);
    expect(after.json).toEqual(before.json);
    const old = await desk.outcry(['status', campaign]);
    expect(old).toMatchObject({ status: 3, json: { error: { code: 'ledger-moved' } } });
    expect(old.json.error.fix).toContain('OUTCRY_DATABASE_URL');
    const backup = await desk.outcry(['db', 'backup', 'old.sqlite']);
    expect(backup).toMatchObject({ status: 3, json: { error: { code: 'ledger-moved' } } });
    expect(await readdir(desk.cwd)).not.toContain('old.sqlite');
    const doctor = await desk.outcry(['doctor']);
    expect(JSON.stringify(doctor.json)).toContain('ledger-moved');
  });

  it('goes where OUTCRY_DATABASE_URL says, and gives its sums as JSON', async () => {
    await sendToTwo();
    const around = { cwd: desk.cwd, env: { OUTCRY_DATABASE_URL: database } };
    const { status, json, err } = await runJsonHere(['db', 'move'], around);
    expect(status).toBe(0);
    expect(json).toMatchObject({
      moved: true,
      rows: { campaigns: 1, recipients: 2 },
      recipients: { accepted: 2 },
      signatures: {},
    });
    expect(err).toContain('OUTCRY_DATABASE_URL names it already');
    const again = await runJsonHere(['db', 'move'], around);
    expect(again).toMatchObject({ status: 3, json: { error: { code: 'ledger-moved' } } });
  });

  it('wants to be told where to, in an address that it never shows', async () => {
    const { status, json } = await desk.outcry(['db', 'move']);
    expect({ status, code: json.error.code }).toEqual({ status: 2, code: 'usage' });
    const wrong = await desk.outcry(['db', 'move', '--to', 'mysql://u:hidden@db/x']);
    expect(wrong).toMatchObject({ status: 3, json: { error: { code: 'database-address' } } });
    expect(wrong.json.error.what).toMatch(/^--to is no address/);
    expect(wrong.out + wrong.err).not.toContain('hidden');
  });

  it('has nothing to cancel where no move was begun', async () => {
    await sendToTwo();
    const { status, json } = await desk.outcry(['db', 'move', '--to', database, '--cancel']);
    expect({ status, code: json.error.code }).toEqual({ status: 3, code: 'move-refused' });
  });
});
