import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import fc from 'fast-check';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupedOn } from '../../src/ledger/group-commit.ts';
import type { Schema } from '../../src/ledger/schema.ts';
import { LedgerSqliteDialect } from '../../src/ledger/sqlite/sqlite-dialect.ts';

let sqlite: SQLite.Database;
let db: Kysely<Schema>;
let commits: number;
let grouped: ReturnType<typeof groupedOn>;
beforeEach(async () => {
  commits = 0;
  sqlite = new SQLite(':memory:', { verbose: (line) => (commits += line === 'commit' ? 1 : 0) });
  db = new Kysely<Schema>({ dialect: new LedgerSqliteDialect(sqlite, 0) });
  await sql`create table notes (id integer primary key, note text unique not null)`.execute(db);
  grouped = groupedOn(db);
});
afterEach(() => db.destroy());

const write = (note: string | null) =>
  grouped(async (tx) => {
    await sql`insert into notes (note) values (${note})`.execute(tx);
    return note;
  });
const written = () => sqlite.prepare('select note from notes order by id').pluck().all();

describe('many at the same time', () => {
  it('share one commit, and each gets her own answer, in order', async () => {
    const notes = Array.from({ length: 700 }, (_, index) => `n${index}`);
    expect(await Promise.all(notes.map(write))).toEqual(notes);
    expect(written()).toEqual(notes);
    expect(commits).toBe(1);
  });

  it('are told after the commit, not before', async () => {
    const seen: boolean[] = [];
    await Promise.all(
      ['a', 'b'].map(async (note) => {
        await write(note);
        seen.push(sqlite.inTransaction);
      }),
    );
    expect(seen).toEqual([false, false]);
  });

  it('do not fail for the sake of one whose statement fails', async () => {
    const note = fc.option(fc.integer({ min: 0, max: 9 }).map(String), { nil: null });
    await fc.assert(
      fc.asyncProperty(fc.array(note, { minLength: 1, maxLength: 12 }), async (notes) => {
        await sql`delete from notes`.execute(db);
        const told = await Promise.allSettled(notes.map(write));
        const isGood = notes.map((one, index) => one !== null && notes.indexOf(one) === index);
        expect(told.map(({ status }) => status === 'fulfilled')).toEqual(isGood);
        expect(written()).toEqual(notes.filter((_, index) => isGood[index]));
      }),
      { numRuns: 50 },
    );
  });

  it('who come while others are written are written next', async () => {
    const first = write('first');
    const later = first.then(() => write('later'));
    await Promise.all([first, later, write('also')]);
    expect(written()).toEqual(['first', 'also', 'later']);
  });

  it('beyond a thousand take a second commit', async () => {
    await Promise.all(Array.from({ length: 1001 }, (_, index) => write(`n${index}`)));
    expect(commits).toBe(2);
    expect(written()).toHaveLength(1001);
  });
});

describe('a locked database', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'outcry-locked-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is waited for once by all who come together, not by each in turn', async () => {
    const file = join(folder, 'ledger.sqlite');
    const holder = new SQLite(file);
    let tries = 0;
    const own = new SQLite(file, {
      timeout: 0,
      verbose: (line) => (tries += line === 'begin immediate' ? 1 : 0),
    });
    const lockedDb = new Kysely<Schema>({ dialect: new LedgerSqliteDialect(own, 0) });
    const take = groupedOn(lockedDb);
    holder.exec('begin immediate');
    const told = await Promise.allSettled([1, 2, 3].map(() => take(async () => 'never')));
    expect(told).toMatchObject(told.map(() => ({ reason: { code: 'ledger-locked' } })));
    expect(tries).toBe(1);
    holder.exec('rollback');
    expect(await take(async () => 'again')).toBe('again');
    await lockedDb.destroy();
    holder.close();
  });
});
