import type SQLite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { withCachedStatements } from './cached-statements.ts';
import { PatientConnection } from './patient-connection.ts';

/**
 * Kysely's dialect, with three differences. A transaction takes the write lock when it begins: a
 * deferred one that reads, then writes, fails at once when another process wrote in between. A
 * locked file is waited for without holding up this process. And migrations run in a transaction.
 */
export class LedgerSqliteDialect extends SqliteDialect {
  readonly #db: SQLite.Database;
  readonly #patienceMs: number;

  /** `patienceMs`: how long a locked file is waited for. */
  constructor(db: SQLite.Database, patienceMs: number) {
    super({ database: withCachedStatements(db) });
    this.#db = db;
    this.#patienceMs = patienceMs;
  }

  override createDriver(): Driver {
    return new LedgerSqliteDriver(this.#db, this.#patienceMs);
  }

  override createAdapter(): DialectAdapter {
    return new LedgerSqliteAdapter();
  }
}

class LedgerSqliteDriver extends SqliteDriver {
  readonly #db: SQLite.Database;
  readonly #patienceMs: number;

  constructor(db: SQLite.Database, patienceMs: number) {
    super({ database: withCachedStatements(db) });
    this.#db = db;
    this.#patienceMs = patienceMs;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return new PatientConnection(await super.acquireConnection(), this.#db, this.#patienceMs);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk has rolled back already; a second rollback would hide the reason.
    if (this.#db.inTransaction) await super.rollbackTransaction(connection);
  }
}

class LedgerSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
