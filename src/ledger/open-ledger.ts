import { uptime } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { LedgerStore, Process } from './context.ts';
import { joinLedger } from './join-ledger.ts';
import type { Ledger } from './ledger.ts';
import { openSqliteStore } from './sqlite/open-sqlite-store.ts';
import { thisHost } from './this-host.ts';

const PATIENCE_MS = 5000;

/** Where a ledger is: in a SQLite file, or in a PostgreSQL database. */
export type LedgerPlace =
  | {
      /** It and its folder are created where missing. */
      readonly file: string;
      /** How long to wait while another process writes. */
      readonly patienceMs?: number | undefined;
    }
  | {
      /** `postgres://user:password@host:port/database` */
      readonly database: string;
      /** How long a connection, and then each answer, is waited for; as long as it takes unless said. */
      readonly patienceMs?: number | undefined;
    };

export type LedgerOptions = LedgerPlace & LedgerSettings;

interface LedgerSettings {
  /** Milliseconds since 1970; by the database's clock, or this machine's for a file, if not given. */
  readonly now?: (() => number) | undefined;
  readonly pid?: number | undefined;
  /** As `thisHost` gives it. */
  readonly host?: string | undefined;
  /** When this process started, in milliseconds since 1970. */
  readonly startedAt?: number | undefined;
  /** When this machine started, in milliseconds since 1970. */
  readonly bootedAt?: number | undefined;
}

/**
 * Opens the ledger, brought up to date. Throws an OutcryError (exit 3) for a folder that cannot be
 * written, a file that is no ledger, a full disk, a locked file, and a ledger of a newer Outcry; for a
 * database that is away, refuses us, is too old or can only be read.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const store = await openStore(options);
  const clock = options.now ? undefined : await store.readClock?.();
  const now = options.now ?? clock ?? Date.now;
  return joinLedger({
    ...store,
    now,
    isDatabaseTime: clock !== undefined,
    self: thisProcess(options),
    bootedAt: options.bootedAt ?? now() - uptime() * 1000,
  });
}

/** Whoever has a file needs no client of PostgreSQL, so it is not loaded. */
async function openStore(place: LedgerPlace): Promise<LedgerStore> {
  if ('file' in place) return openSqliteStore(place.file, place.patienceMs ?? PATIENCE_MS);
  const { openPostgresStore } = await import('./postgres/open-postgres-store.ts');
  return openPostgresStore(place.database, place.patienceMs);
}

function thisProcess(options: LedgerSettings): Process {
  return {
    pid: options.pid ?? process.pid,
    host: options.host ?? thisHost(),
    startedAt: options.startedAt ?? Math.round(performance.timeOrigin),
  };
}
