import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import { explainError } from './explain-error.ts';

/**
 * Opens or creates the file and its folder, for this user alone: it holds supporters' addresses. SQLite
 * gives the files beside it the same mode.
 * Errors that a person can mend are OutcryErrors (exit 3).
 */
export function openSqlite(file: string, patienceMs: number): SQLite.Database {
  let db: SQLite.Database | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    db = new SQLite(file, { timeout: patienceMs });
    configure(db);
    return db;
  } catch (error) {
    db?.close();
    throw explainError(error, file);
  }
}

function configure(db: SQLite.Database): void {
  db.pragma('journal_mode = WAL');
  // "Claimed" must be on the disk before a request leaves: with NORMAL, a power cut could undo it.
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // 16 MB, for the index of addresses is written in no order. Twice as much made a list of a million
  // no faster: what is not here is in the system's own cache of the file.
  db.pragma('cache_size = -16000');
  // Up to 32 MB of log: copying it back every 4 MB took a quarter of the time of a freeze.
  db.pragma('wal_autocheckpoint = 8000');
  // From here on PatientConnection waits.
  db.pragma('busy_timeout = 0');
}
