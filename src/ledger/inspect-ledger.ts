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
  /** To how many people campaigns that are not over have not been sent; undefined if it is not of this version. */
  readonly waiting: number | undefined;
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
    return exists ? { exists, ...readFile(file) } : NONE;
  } catch (error) {
    throw explainError(error, file);
  }
}

const NONE: LedgerCondition = { exists: false, pending: [], unknown: [], waiting: 0 };

/** The folder, or the nearest above it that there is. */
export function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}

export type DatabaseCondition = LedgerCondition & PostgresCondition;

/** The same of a PostgreSQL database, and of its server. */
export async function inspectDatabase(address: string): Promise<DatabaseCondition> {
  const { inspectPostgres } = await import('./postgres/open-postgres-store.ts');
  const condition = await inspectPostgres(address, (run) => (isCurrent(run) ? WAITING : undefined));
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

function isCurrent(run: readonly string[]): boolean {
  const { pending, unknown } = compareMigrations(run);
  return pending.length + unknown.length === 0;
}

/** As the tally of each campaign counts it. */
const WAITING = `
  select coalesce(sum(batches.size - batches.suppressed), 0) as waiting
  from batches join campaigns on campaigns.number = batches.campaign
  where batches.state in ('planned', 'sending') and campaigns.state not in ('done', 'cancelled')`;

/** Of a file that is whole: all of its pages are read, which takes a second for each gigabyte. */
function readFile(file: string): Omit<LedgerCondition, 'exists'> {
  // Whoever opens a file to read alone leaves those behind that SQLite puts beside it.
  const db = new SQLite(file, { fileMustExist: true, timeout: PATIENCE_MS });
  try {
    const found = db.pragma('quick_check(1)', { simple: true });
    if (found !== 'ok') throw new SQLite.SqliteError(String(found), 'SQLITE_CORRUPT');
    const run = readMigrations(db);
    const waiting = isCurrent(run) ? Number(db.prepare(WAITING).pluck().get()) : undefined;
    return { ...compareMigrations(run), waiting };
  } finally {
    db.close();
  }
}

function readMigrations(db: SQLite.Database): string[] {
  const tables = db.prepare("select name from sqlite_master where name = 'kysely_migration'");
  if (!tables.get()) return [];
  refuseMoved(db);
  return db.prepare('select name from kysely_migration').pluck().all().map(String);
}
