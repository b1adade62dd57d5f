import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { EXIT, OutcryError, systemCode } from '../../errors.ts';
import { migrations } from '../migrations/index.ts';
import { explainError } from '../sqlite/explain-error.ts';
import { MOVED_TO, movedAway } from './move-mark.ts';
import { quoted, tablesOf } from './read-source.ts';

/** Where a ledger goes; `id` tells this move from every other. */
export interface Mark {
  readonly id: string;
  /** Of the database, as people know it. */
  readonly place: string;
  readonly done_at: number | null;
}

/** Opens the file of a ledger, to move it. Throws an OutcryError (exit 3) where there is none. */
export function openSource(file: string): SQLite.Database {
  if (!existsSync(file)) {
    throw new OutcryError({
      code: 'ledger-missing',
      what: `There is no ledger ${file}: there is nothing to move.`,
      fix: 'Name the workspace with --workspace. A new one needs no move: set OUTCRY_DATABASE_URL.',
      exit: EXIT.environment,
    });
  }
  try {
    return new SQLite(file, { fileMustExist: true });
  } catch (error) {
    throw explainError(error, file);
  }
}

export function readMark(db: SQLite.Database): Mark | undefined {
  const has = db.prepare('select 1 from sqlite_master where name = ?').get(MOVED_TO);
  if (!has) return undefined;
  return db.prepare(`select id, place, done_at from ${MOVED_TO}`).get() as Mark | undefined;
}

/** Throws an OutcryError (exit 3) for a ledger that is moved away, or on its way. */
export function refuseMoved(db: SQLite.Database): void {
  const mark = readMark(db);
  if (mark) throw movedAway(db.name, mark.place, mark.done_at !== null);
}

const CHANGES = ['insert', 'update', 'delete'] as const;

/**
 * From here on nobody writes to the ledger: triggers refuse it, in older programs too, and in those
 * that have it open. Throws an OutcryError (exit 3) while another program has.
 */
export function markSource(db: SQLite.Database, place: string, now: number): Mark {
  requireAlone(db);
  const mark: Mark = { id: randomUUID(), place, done_at: null };
  db.transaction(() => {
    for (const { name } of tablesOf(db)) {
      for (const change of CHANGES) {
        db.exec(
          `create trigger ${triggerOf(name, change)} before ${change} on ${quoted(name)}
           begin select raise(abort, 'the ledger was moved'); end`,
        );
      }
    }
    db.exec(
      `create table ${MOVED_TO} (id text primary key, place text, begun_at integer, done_at integer)`,
    );
    db.prepare(`insert into ${MOVED_TO} values (?, ?, ?, null)`).run(mark.id, place, now);
  }).immediate();
  return mark;
}

const triggerOf = (table: string, change: string) => quoted(`moved_${table}_${change}`);

export function markDone(db: SQLite.Database, now: number): void {
  db.prepare(`update ${MOVED_TO} set done_at = ?`).run(now);
}

/** The ledger can be written to again. */
export function unmarkSource(db: SQLite.Database): void {
  db.transaction(() => {
    for (const { name } of tablesOf(db)) {
      for (const change of CHANGES) db.exec(`drop trigger if exists ${triggerOf(name, change)}`);
    }
    db.exec(`drop table ${MOVED_TO}`);
  }).immediate();
}

/** To leave its log behind, SQLite has to have the file for itself. */
function requireAlone(db: SQLite.Database): void {
  try {
    db.pragma('journal_mode = delete');
    db.pragma('journal_mode = wal');
  } catch (error) {
    if (!/^SQLITE_(BUSY|LOCKED)/.test(systemCode(error) ?? '')) throw explainError(error, db.name);
    throw new OutcryError({
      code: 'ledger-locked',
      what: `The ledger ${db.name} is in use: what is written to it during the move would be lost.`,
      fix: 'Stop "outcry serve" (Ctrl-C where it runs, or: systemctl stop outcry), and every other command or database browser that has it open; then run the command again.',
      exit: EXIT.environment,
      cause: error,
    });
  }
}

/** A move that another version has begun cannot go on: its tables are not those of today. */
export function requireSameVersion(db: SQLite.Database): void {
  const run = db.prepare('select name from kysely_migration order by name').pluck().all();
  if (JSON.stringify(run) === JSON.stringify(Object.keys(migrations))) return;
  throw new OutcryError({
    code: 'move-refused',
    what: `The move of the ledger ${db.name} was begun by another version of Outcry.`,
    fix: 'Finish it with that version; or give it up with --cancel, then begin again.',
    exit: EXIT.environment,
  });
}
