import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { migrations } from './migrations/index.ts';
import { refuseMoved } from './move/mark-source.ts';
import type { PostgresCondition } from './postgres/open-postgres-store.ts';
import { explainError } from './sqlite/explain-error.ts';

/** What a ledger is like, seen without opening it for work. */
export interface LedgerCondition {
  readonly exists: boolean;
  /** Migrations that the next command runs. */
  readonly pending: readonly string[];
  /** Migrations of a newer Outcry. */
  readonly unknown: readonly string[];
}

/**
 * Looks at the ledger, and changes nothing in it. Throws an OutcryError (exit 3) for a file that is no
 * ledger, is damaged, is locked, was moved or cannot be written.
 */
export function inspectLedger(file: string): LedgerCondition {
  try {
    const exists = existsSync(file);
    const folder = nearestFolder(path.dirname(file));
    for (const written of exists ? [file, folder] : [folder]) {
      accessSync(written, constants.R_OK | constants.W_OK);
    }
    return exists ? { exists, ...compareMigrations(readMigrations(file)) } : NONE;
  } catch (error) {
    throw explainError(error, file);
  }
}

const NONE: LedgerCondition = { exists: false, pending: [], unknown: [] };

/** The folder, or the nearest above it that there is. */
export function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}

/** The same of a PostgreSQL database, and of its server. */
export async function inspectDatabase(
  address: string,
): Promise<LedgerCondition & PostgresCondition> {
  const { inspectPostgres } = await import('./postgres/open-postgres-store.ts');
  const condition = await inspectPostgres(address);
  const { run } = condition;
  return { ...condition, exists: run.length > 0, ...compareMigrations(run) };
}

function compareMigrations(run: readonly string[]): Pick<LedgerCondition, 'pending' | 'unknown'> {
  return {
    pending: Object.keys(migrations).filter((name) => !run.includes(name)),
    unknown: run.filter((name) => !Object.hasOwn(migrations, name)),
  };
}

const PATIENCE_MS = 2000;

/** Of a file that is whole: all of its pages are read, which takes a second for each gigabyte. */
function readMigrations(file: string): string[] {
  // Whoever opens a file to read alone leaves those behind that SQLite puts beside it.
  const db = new SQLite(file, { fileMustExist: true, timeout: PATIENCE_MS });
  try {
    const found = db.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw new SQLite.SqliteError(String(found), 'SQLITE_CORRUPT');
    const tables = db.prepare("select name from sqlite_master where name = 'kysely_migration'");
    if (!tables.get()) return [];
    refuseMoved(db);
    const rows = db.prepare('select name from kysely_migration').all();
    return rows.map((row) => String((row as { name: unknown }).name));
  } finally {
    db.close();
  }
}
