import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { EXIT, OutcryError, systemCode } from '../../errors.ts';
import { refuseMoved } from '../move/mark-source.ts';
import { explainError } from './explain-error.ts';

/** So much is copied before others get their turn: 8 MB. */
const PAGES_AT_ONCE = 2000;

export interface Backup {
  readonly bytes: number;
}

/**
 * Copies the ledger as it is at one moment, whatever is sent and signed meanwhile, and reads the whole
 * copy once to see that it can be put back. Throws an OutcryError: exit 2 where something stands
 * already, exit 3 where there is no ledger, one that was moved away, or no room; and what the system
 * throws.
 */
export async function backupLedger(
  file: string,
  to: string,
  onProgress?: (done: number, total: number) => void,
): Promise<Backup> {
  if (!existsSync(file)) throw noLedger(file);
  if (existsSync(to)) throw standsThere(to);
  const part = `${to}.part`;
  try {
    rmSync(part, { force: true });
    // For its owner alone: it holds supporters' addresses.
    closeSync(openSync(part, 'wx', 0o600));
    await copy(file, part, onProgress);
    finish(part);
    if (existsSync(to)) throw standsThere(to);
    renameSync(part, to);
    return { bytes: statSync(to).size };
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(`${part}${end}`, { force: true });
  }
}

/**
 * One reading transaction around it all: without, the copy begins anew whenever somebody writes
 * (sqlite.org/c3ref/backup_finish.html), and is never done while a send goes on.
 */
async function copy(
  file: string,
  part: string,
  onProgress?: (done: number, total: number) => void,
): Promise<void> {
  const db = open(file);
  try {
    // What is signed and sent now is not in it.
    refuseMoved(db);
    db.exec('begin');
    db.prepare('select count(*) from sqlite_master').get();
    await db.backup(part, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress?.(totalPages - remainingPages, totalPages);
        return PAGES_AT_ONCE;
      },
    });
  } catch (error) {
    if (error instanceof OutcryError) throw error;
    throw /^SQLITE_(FULL|IOERR_WRITE)/.test(systemCode(error) ?? '')
      ? noRoom(part)
      : explainError(error, file);
  } finally {
    db.close();
  }
}

/** One file that holds all, and is whole. */
function finish(part: string): void {
  const db = open(part);
  try {
    db.pragma('journal_mode = delete');
    const found = db.pragma('integrity_check', { simple: true });
    const strays = db.pragma('foreign_key_check') as unknown[];
    if (found !== 'ok' || strays.length > 0) throw damaged();
  } finally {
    db.close();
  }
}

function open(file: string): SQLite.Database {
  return new SQLite(file, { fileMustExist: true });
}

function noLedger(file: string): OutcryError {
  return new OutcryError({
    code: 'ledger-missing',
    what: `There is no ledger ${file}: there is nothing to back up.`,
    fix: 'Name the workspace with --workspace.',
    exit: EXIT.environment,
  });
}

function standsThere(to: string): OutcryError {
  return new OutcryError({
    code: 'file-foreign',
    what: `${to} is there already: nothing was written over it.`,
    fix: 'Name a new file.',
    exit: EXIT.usage,
  });
}

function damaged(): OutcryError {
  return new OutcryError({
    code: 'backup-damaged',
    what: 'The copy of the ledger is damaged, and was thrown away.',
    fix: 'Check the disk, and keep the backups that you have. To look for what is wrong with the ledger, run: outcry doctor',
    exit: EXIT.environment,
  });
}

function noRoom(part: string): OutcryError {
  return new OutcryError({
    code: 'not-writable',
    what: `${part} cannot be written: the disk is full.`,
    fix: 'Make room, or name a file on another disk; the ledger itself is as it was.',
    exit: EXIT.environment,
  });
}
