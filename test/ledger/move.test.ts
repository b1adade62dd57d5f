import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import SQLite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutcryError } from '../../src/errors.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { cancelMove, moveLedger } from '../../src/ledger/move/move-ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createDatabase, dropDatabase, run } from './a-database.ts';
import { ANA, liveALife } from './a-life.ts';
import { openTunnel } from './a-tunnel.ts';
import { address, claimed, DEAD_PID, draft, readyCampaign, supporter } from './ledgers.ts';

const NOW = Date.UTC(2026, 10, 24, 10, 32);
const now = () => NOW;
const MOVER = fileURLToPath(new URL('./mover-process.ts', import.meta.url));
/** As the tunnel sees it. */
const COMMIT = 'commit\0';
let folder: string;
let file: string;
let database: string;
const opened: Ledger[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'outcry-move-'));
  file = path.join(folder, 'ledger.sqlite');
  database = await createDatabase();
});
afterEach(async () => {
  for (const ledger of opened.splice(0)) await ledger.close();
  await dropDatabase(database);
  rmSync(folder, { recursive: true, force: true });
});

const openFile = () => keep(openLedger({ file, now, bootedAt: 0 }));
const openMoved = () => keep(openLedger({ database, now, bootedAt: 0 }));

async function keep(opening: Promise<Ledger>): Promise<Ledger> {
  const ledger = await opening;
  opened.push(ledger);
  return ledger;
}

async function close(ledger: Ledger): Promise<void> {
  opened.splice(opened.indexOf(ledger), 1);
  await ledger.close();
}

const move = (wish: Partial<Parameters<typeof moveLedger>[0]> = {}) =>
  moveLedger({ file, address: database, now, ...wish });

/** A small ledger of `count` recipients, of whom two are mailed. */
async function aLedger(count = 5): Promise<void> {
  const ledger = await openFile();
  const { number } = await readyCampaign(ledger, { count });
  await ledger.takeSender(number);
  const batch = await claimed(ledger, number);
  await ledger.settleBatch(batch, { state: 'accepted', messageId: 'm' });
  await ledger.releaseSender(number);
  await close(ledger);
}

async function failure(promise: Promise<unknown>): Promise<OutcryError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OutcryError)) throw new Error(`not an OutcryError: ${error}`);
  expect(`${error.message} ${error.fix}`).not.toContain('secret');
  return error;
}

function withFile<T>(use: (db: SQLite.Database) => T): T {
  const db = new SQLite(file);
  try {
    return use(db);
  } finally {
    db.close();
  }
}

const tablesOfFile = () =>
  withFile((db) =>
    db
      .prepare("select name from sqlite_master where type = 'table' order by name")
      .pluck()
      .all()
      .filter((name) => !/^(kysely|sqlite|moved)_/.test(name as string)),
  ) as string[];

/** All rows of a table, as text, in no order. */
const rowsInFile = (table: string) =>
  withFile((db) => db.prepare(`select * from "${table}"`).all().map(sortedJson).sort());
const rowsInDatabase = async (table: string) =>
  (await run(`select to_jsonb("${table}") as row from "${table}"`, database))
    .map((one) => sortedJson((one as { row: object }).row))
    .sort();
const sortedJson = (row: unknown) =>
  JSON.stringify(Object.entries(row as object).sort(([one], [other]) => (one < other ? -1 : 1)));

/** A row in every table that a life leaves empty, whichever tables there will be. */
function fillEmptyTables(): void {
  withFile((db) => {
    db.pragma('foreign_keys = off');
    for (const table of tablesOfFile()) {
      if (db.prepare(`select 1 from "${table}"`).get()) continue;
      const columns = db.pragma(`table_info("${table}")`) as { name: string; type: string }[];
      const values = columns.map(({ type }) => (/text/i.test(type) ? `Ä\t${randomUUID()}\\N` : 1));
      const places = columns.map(() => '?').join(', ');
      db.prepare(`insert into "${table}" values (${places})`).run(values);
    }
  });
}

describe('a move from a file to PostgreSQL', () => {
  it('takes every row of every table over, those of tables to come too', async () => {
    const ledger = await openFile();
    await liveALife(ledger);
    await ledger.eraseSupporter(address('ben'), { withdraw: false });
    await close(ledger);
    fillEmptyTables();
    const moved = await move();
    const tables = tablesOfFile();
    expect(Object.keys(moved.rows).sort()).toEqual(tables.sort());
    for (const table of tables) {
      const rows = rowsInFile(table);
      expect(rows, table).not.toEqual([]);
      expect(await rowsInDatabase(table), table).toEqual(rows);
      expect(moved.rows[table], table).toBe(rows.length);
    }
  });

  it('keeps what cannot be written as it is: nulls, tabs, backslashes, and a mark for a NUL', async () => {
    const ledger = await openFile();
    const comment = 'a\tb\nc\\N \\. d\0e';
    const nobody = { campaign: undefined, recipient: undefined };
    const signature = { firstName: '', lastName: '', postcode: '', country: '', consent: false };
    await ledger.recordSignature({
      ...nobody,
      ...signature,
      consents: [],
      petition: 'p',
      email: ANA,
      comment,
    });
    await close(ledger);
    expect((await move()).signatures).toEqual({ p: 1 });
    const [row] = (await run('select comment, campaign from signatures', database)) as object[];
    expect(row).toEqual({ comment: comment.replace('\0', '\uFFFD'), campaign: null });
  });

  it('leaves a ledger that goes on: the rest is mailed, no number is given twice', async () => {
    await aLedger();
    const before = await openFile();
    const dropped = await before.openCampaign({ ...draft, name: 'gone' });
    await before.dropCampaign(dropped.number);
    await close(before);
    const moved = await move();
    expect(moved.recipients).toEqual({ accepted: 2, planned: 3 });
    const after = await openMoved();
    const river = await after.findCampaign('river');
    if (!river) throw new Error('It was not moved.');
    await after.takeSender(river.number);
    expect((await claimed(after, river.number)).recipients.map(({ email }) => email)).toEqual([
      address(3),
      address(4),
    ]);
    expect((await after.openCampaign(draft)).number).toBeGreaterThan(dropped.number);
  });

  it('goes on where it was stopped, with nothing twice and nothing lost', async () => {
    await aLedger(11_000);
    for (const most of [1, 12_000]) {
      const stop = new AbortController();
      const onProgress = (done: number) => done >= most && stop.abort();
      const error = await failure(move({ signal: stop.signal, onProgress }));
      expect(error).toMatchObject({ code: 'move-stopped', exit: 4 });
    }
    const seen: number[] = [];
    await move({ onProgress: (done) => seen.push(done) });
    expect(seen[0]).toBeGreaterThan(11_999);
    expect(await rowsInDatabase('recipients')).toEqual(rowsInFile('recipients'));
  });

  it('goes on after the database went away in the middle of a stretch of rows', async () => {
    await aLedger(6000);
    const tunnel = await openTunnel(database);
    for (const words of ['create table "moved_from"', 'copy "recipients"', COMMIT]) {
      tunnel.cutAfter(words);
      const error = await failure(move({ address: tunnel.address }));
      expect(error.code).toMatch(/^database-(away|lost)$/);
      tunnel.mend();
    }
    await vi.waitFor(() => move({ address: tunnel.address }), { timeout: 20_000 });
    await tunnel.close();
    expect(await rowsInDatabase('recipients')).toEqual(rowsInFile('recipients'));
  });

  it('goes on after it was killed in the middle of a stretch of rows', async () => {
    await aLedger(6000);
    const tunnel = await openTunnel(database);
    for (const words of ['copy "recipients"', 'update "moved_from"']) {
      const reached = tunnel.hangAt(words);
      const args = ['--import', 'tsx', MOVER, file, tunnel.address];
      const child = spawn(process.execPath, args, { stdio: 'inherit' });
      const ended = once(child, 'exit');
      await Promise.race([reached, ended]);
      child.kill('SIGKILL');
      expect(await ended).toEqual([null, 'SIGKILL']);
      tunnel.mend();
    }
    await tunnel.close();
    expect(await failure(openFile())).toMatchObject({ code: 'ledger-moved' });
    // The server may take a moment to see that nobody is there any more.
    const moved = await vi.waitFor(() => move(), { timeout: 20_000, interval: 200 });
    expect(moved.recipients).toEqual({ accepted: 2, planned: 5998 });
    expect(await rowsInDatabase('recipients')).toEqual(rowsInFile('recipients'));
  }, 60_000);

  it('says that it is done when it is asked for again, and changes nothing', async () => {
    await aLedger();
    await move();
    const after = await openMoved();
    await after.openCampaign({ ...draft, name: 'later' });
    const error = await failure(move());
    expect(error).toMatchObject({ code: 'ledger-moved', exit: 3 });
    expect(error.message).toContain('was moved to the database');
    expect((await after.listCampaigns()).map(({ name }) => name)).toEqual(['later', 'river']);
  });

  it('that died after all had arrived is finished by running it again', async () => {
    await aLedger();
    await move();
    withFile((db) => db.exec('update moved_to set done_at = null'));
    expect((await move()).recipients).toEqual({ accepted: 2, planned: 3 });
    expect(await failure(openFile())).toMatchObject({ code: 'ledger-moved' });
  });

  it('is not done where the sums differ', async () => {
    await aLedger(11_000);
    const stop = new AbortController();
    const onProgress = (done: number) => done >= 12_000 && stop.abort();
    await failure(move({ signal: stop.signal, onProgress }));
    await run("update recipients set email = 'other' || email where number = 7", database);
    const error = await failure(move());
    expect(error).toMatchObject({ code: 'move-differs', exit: 4 });
    expect(error.message).toContain('table recipients');
    expect(await failure(openMoved())).toMatchObject({ code: 'ledger-moved' });
    await cancelMove({ file, address: database });
    expect((await move()).rows.recipients).toBe(11_000);
  });
});

describe('while a ledger is moved', () => {
  async function half(): Promise<void> {
    await aLedger(6000);
    const stop = new AbortController();
    stop.abort();
    await failure(move({ signal: stop.signal }));
  }

  it('nobody writes to the file, whatever has it open, and the database is not used yet', async () => {
    await half();
    withFile((db) => {
      for (const sql of [
        "insert into suppressions values ('a', 'manual', null, 1, '')",
        "insert or ignore into suppressions values ('a', 'manual', null, 1, '')",
        'update batches set state = 4',
        'delete from recipients',
      ]) {
        expect(() => db.exec(sql), sql).toThrow('the ledger was moved');
      }
    });
    const error = await failure(openFile());
    expect(error).toMatchObject({ code: 'ledger-moved', exit: 3 });
    expect(error.fix).toContain('outcry db move');
    expect(await failure(openMoved())).toMatchObject({ code: 'ledger-moved', exit: 3 });
  });

  it('it can be given up: the file is the ledger again, the database is empty', async () => {
    await half();
    await cancelMove({ file, address: database });
    const ledger = await openFile();
    expect((await ledger.openCampaign(draft)).name).toBe('river-2');
    expect(await (await openMoved()).listCampaigns()).toEqual([]);
  });

  it('it cannot be given up once all has arrived', async () => {
    await aLedger();
    await move();
    expect(await failure(cancelMove({ file, address: database }))).toMatchObject({
      code: 'ledger-moved',
    });
    withFile((db) => db.exec('update moved_to set done_at = null'));
    const error = await failure(cancelMove({ file, address: database }));
    expect(error).toMatchObject({ code: 'move-refused', exit: 3 });
    expect(await (await openMoved()).listCampaigns()).toHaveLength(1);
  });

  it('it goes into no other database', async () => {
    await half();
    const other = await createDatabase();
    const error = await failure(move({ address: other }));
    expect(error).toMatchObject({ code: 'move-refused', exit: 3 });
    expect(error.message).toContain('is on its way to');
    expect(await failure(cancelMove({ file, address: other }))).toMatchObject({
      code: 'move-refused',
    });
    await dropDatabase(other);
  });

  it('is finished by the version that began it: before another one has changed the database', async () => {
    await half();
    withFile((db) => db.exec("insert into kysely_migration values ('9999-to-come', '')"));
    const nowhere = Object.assign(new URL(database), { pathname: 'nowhere' }).href;
    const error = await failure(move({ address: nowhere }));
    expect(error).toMatchObject({ code: 'move-refused', exit: 3 });
    expect(error.fix).toContain('Finish it with that version');
  });

  it('another one does not go into the same database', async () => {
    await aLedger(11_000);
    let second: Promise<OutcryError> | undefined;
    await move({ onProgress: () => (second ??= failure(move())) });
    expect(await second).toMatchObject({ code: 'ledger-locked', exit: 3 });
    expect(await rowsInDatabase('recipients')).toHaveLength(11_000);
  });
});

describe('a move is refused', () => {
  it('where there is no ledger', async () => {
    expect(await failure(move())).toMatchObject({ code: 'ledger-missing', exit: 3 });
  });

  it('while somebody has the file open, who may write to it', async () => {
    await aLedger();
    const serving = await openFile();
    await serving.countSuppressions();
    const error = await failure(move());
    expect(error).toMatchObject({ code: 'ledger-locked', exit: 3 });
    expect(error.fix).toContain('Stop "outcry serve"');
    await serving.suppress(ANA, 'manual', undefined);
    await close(serving);
    expect((await move()).rows.suppressions).toBe(1);
  });

  it('while a campaign is being sent', async () => {
    await aLedger();
    const sender = await keep(openLedger({ file, now, bootedAt: 0, pid: process.ppid }));
    await sender.takeSender((await sender.findCampaign('river'))?.number as never);
    const error = await failure(move());
    expect(error).toMatchObject({ code: 'move-refused', exit: 3 });
    expect(error.message).toContain('river is being sent');
  });

  it('not by a sender that has died', async () => {
    await aLedger();
    const sender = await keep(openLedger({ file, now, bootedAt: 0, pid: DEAD_PID }));
    const { number } = (await sender.findCampaign('river')) ?? {};
    await sender.takeSender(number as never);
    await sender.claimBatch(number as never);
    await close(sender);
    await move();
    expect(await (await openMoved()).tally(number as never)).toMatchObject({
      accepted: 2,
      unknown: 2,
      planned: 1,
    });
  });

  it('into a database that holds a ledger already; both stay as they were', async () => {
    await aLedger();
    const other = await openMoved();
    await other.suppress(supporter(1).email, 'manual', undefined);
    const error = await failure(move());
    expect(error).toMatchObject({ code: 'move-refused', exit: 3 });
    expect(error.message).toContain('holds a ledger already');
    expect(await (await openFile()).listCampaigns()).toHaveLength(1);
    expect(await other.listCampaigns()).toEqual([]);
  });

  it('into a database that is not there; the file stays the ledger', async () => {
    await aLedger();
    const nowhere = Object.assign(new URL(database), { pathname: 'nowhere' }).href;
    expect(await failure(move({ address: nowhere }))).toMatchObject({ code: 'database-refused' });
    expect(await (await openFile()).listCampaigns()).toHaveLength(1);
  });
});
