import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OutcryError } from '../../src/errors.ts';
import { migrations } from '../../src/ledger/migrations/index.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { explainError } from '../../src/ledger/sqlite/explain-error.ts';
import { draft } from './ledgers.ts';

const now = () => 1_700_000_000_000;

describe('openLedger', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'outcry-open-'));
    file = join(folder, '.outcry', 'ledger.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function edit(sql: string): void {
    const db = new SQLite(file);
    db.exec(sql);
    db.close();
  }

  async function failure(promise: Promise<unknown>): Promise<OutcryError> {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof OutcryError)) throw new Error(`not an OutcryError: ${error}`);
    return error;
  }

  it('creates the folder and the file for this user alone', async () => {
    await (await openLedger({ file, now })).close();
    expect(statSync(file).isFile()).toBe(true);
    expect(statSync(join(folder, '.outcry')).mode & 0o077).toBe(0);
  });

  it('creates its files for this user alone in a folder that others may read', async () => {
    mkdirSync(join(folder, '.outcry'), { mode: 0o755 });
    const ledger = await openLedger({ file, now });
    const modes = ['', '-wal', '-shm'].map((ending) => statSync(file + ending).mode & 0o777);
    await ledger.close();
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  it('opens what it has made before, and runs each migration once', async () => {
    for (let count = 0; count < 2; count++) await (await openLedger({ file, now })).close();
    const db = new SQLite(file);
    expect(db.prepare('select name from kysely_migration').all()).toEqual(
      Object.keys(migrations).map((name) => ({ name })),
    );
    db.close();
  });

  it('can be opened for the first time by several at once', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => openLedger({ file, now })));
    for (const ledger of opened) await ledger.close();
  });

  it('writes durably: WAL, synchronised fully', async () => {
    const ledger = await openLedger({ file, now });
    const db = new SQLite(file);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
    await ledger.close();
  });

  it('says so when the folder cannot be made', async () => {
    writeFileSync(join(folder, 'plain'), '');
    const error = await failure(openLedger({ file: join(folder, 'plain', 'l.sqlite'), now }));
    expect(error).toMatchObject({ code: 'ledger-read-only', exit: 3 });
    expect(error.message).toContain(join(folder, 'plain', 'l.sqlite'));
    expect(error.fix).toContain('writable');
  });

  it('says so when a folder stands in the place of the file', async () => {
    mkdirSync(file, { recursive: true });
    const error = await failure(openLedger({ file, now }));
    expect(error).toMatchObject({ code: 'ledger-read-only', exit: 3 });
  });

  it('says so when the file is no database', async () => {
    mkdirSync(join(folder, '.outcry'));
    writeFileSync(file, 'a letter, not a ledger\n'.repeat(100));
    const error = await failure(openLedger({ file, now }));
    expect(error).toMatchObject({ code: 'ledger-not-a-database', exit: 3 });
  });

  it('refuses a ledger of a newer Outcry, and names what it does not know', async () => {
    await (await openLedger({ file, now })).close();
    edit(`insert into kysely_migration values ('0099-from-the-future', '2030-01-01')`);
    const error = await failure(openLedger({ file, now }));
    expect(error).toMatchObject({ code: 'ledger-newer', exit: 3 });
    expect(error.message).toContain('0099-from-the-future');
    expect(error.fix).toContain('Update Outcry');
  });

  it('says so when another program holds the file', async () => {
    const ledger = await openLedger({ file, now, patienceMs: 1 });
    const db = new SQLite(file);
    db.exec('begin immediate');
    const error = await failure(ledger.openCampaign(draft));
    expect(error).toMatchObject({ code: 'ledger-locked', exit: 3 });
    db.exec('rollback');
    db.close();
    expect((await ledger.openCampaign(draft)).number).toBe(1);
    await ledger.close();
  });

  it('says so when the disk is full', () => {
    const db = new SQLite(join(folder, 'small.sqlite'));
    db.exec('create table t (x)');
    db.pragma('max_page_count = 3');
    const fill = () => db.prepare('insert into t values (zeroblob(100000))').run();
    let error: unknown;
    try {
      fill();
    } catch (reason) {
      error = explainError(reason, db.name);
    }
    expect(error).toMatchObject({ code: 'ledger-disk-full', exit: 3 });
    db.close();
  });

  it('leaves errors that no person can mend as they are', () => {
    const bug = new TypeError('x is not a function');
    expect(explainError(bug, file)).toBe(bug);
    expect(explainError(undefined, file)).toBeUndefined();
  });
});
