import { setTimeout as wait } from 'node:timers/promises';
import type SQLite from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import { systemCode } from '../../errors.ts';
import { explainError } from './explain-error.ts';

const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 25;

/**
 * Waits for a locked file between tries, not within them: SQLite's own waiting would stop this whole
 * process, and so for ever, if the lock is held by another ledger of the same process.
 * Errors that a person can mend come out as OutcryErrors.
 */
export class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #db: SQLite.Database;
  readonly #patienceMs: number;

  constructor(connection: DatabaseConnection, db: SQLite.Database, patienceMs: number) {
    this.#connection = connection;
    this.#db = db;
    this.#patienceMs = patienceMs;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    let waited = 0;
    for (let pause = FIRST_WAIT_MS; ; pause = Math.min(2 * pause, LONGEST_WAIT_MS)) {
      try {
        return await this.#connection.executeQuery<R>(query);
      } catch (error) {
        if (waited >= this.#patienceMs || !this.#mayTryAgain(error)) {
          throw explainError(error, this.#db.name);
        }
      }
      await wait(pause);
      waited += pause;
    }
  }

  /** A statement alone can be tried again; within a transaction the lock is held already. */
  #mayTryAgain(error: unknown): boolean {
    return !this.#db.inTransaction && /^SQLITE_BUSY/.test(systemCode(error) ?? '');
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('The ledger does not stream: a cached statement cannot be run twice at once.');
  }
}
