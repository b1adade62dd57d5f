import { hostname, uptime } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Kysely } from 'kysely';
import type { LedgerContext, Process } from './context.ts';
import { groupedOn } from './group-commit.ts';
import { joinLedger } from './join-ledger.ts';
import type { Ledger } from './ledger.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { appendByStatement } from './sqlite/append-recipients.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import { relaxedOn } from './sqlite/relaxed.ts';
import { LedgerSqliteDialect } from './sqlite/sqlite-dialect.ts';

export interface LedgerOptions {
  /** The SQLite file; it and its folder are created where missing. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pid?: number | undefined;
  readonly host?: string | undefined;
  /** When this process started, in milliseconds since 1970. */
  readonly startedAt?: number | undefined;
  /** When this machine started, in milliseconds since 1970. */
  readonly bootedAt?: number | undefined;
  /** How long to wait while another process writes. */
  readonly patienceMs?: number | undefined;
}

/**
 * Opens the ledger, brought up to date. Throws an OutcryError (exit 3) for a folder that cannot be
 * written, a file that is no ledger, a full disk, a locked file, and a ledger of a newer Outcry.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { file, now, patienceMs = 5000 } = options;
  const sqlite = openSqlite(file, patienceMs);
  const db = new Kysely<Schema>({ dialect: new LedgerSqliteDialect(sqlite, patienceMs) });
  try {
    await migrate(db, file);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const context: LedgerContext = {
    db,
    now,
    self: thisProcess(options),
    bootedAt: options.bootedAt ?? now() - uptime() * 1000,
    appendRecipients: appendByStatement(sqlite),
    relaxed: relaxedOn(db),
    grouped: groupedOn(db),
  };
  return joinLedger(context);
}

function thisProcess(options: LedgerOptions): Process {
  return {
    pid: options.pid ?? process.pid,
    host: options.host ?? hostname(),
    startedAt: options.startedAt ?? Math.round(performance.timeOrigin),
  };
}
