import { hostname, uptime } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { Process } from './context.ts';
import { joinLedger } from './join-ledger.ts';
import type { Ledger } from './ledger.ts';
import { openSqliteStore } from './sqlite/open-sqlite-store.ts';

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
  return joinLedger({
    ...(await openSqliteStore(file, patienceMs)),
    now,
    self: thisProcess(options),
    bootedAt: options.bootedAt ?? now() - uptime() * 1000,
  });
}

function thisProcess(options: LedgerOptions): Process {
  return {
    pid: options.pid ?? process.pid,
    host: options.host ?? hostname(),
    startedAt: options.startedAt ?? Math.round(performance.timeOrigin),
  };
}
