import type SQLite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { explainError } from './explain-error.ts';

/** Statements are few; multi-row inserts of odd lengths are what could make them many. */
const CACHED_STATEMENTS = 200;

/**
 * Kysely's dialect with two differences: a transaction takes the write lock when it begins (a
 * deferred one that reads, then writes, fails at once when another process wrote in between), and
 * errors say what to do.
 */
export class ImmediateSqliteDialect extends SqliteDialect {
  readonly #db: SQLite.Database;

  constructor(db: SQLite.Database) {
    super({ database: withCachedStatements(db) });
    this.#db = db;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#db);
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  readonly #db: SQLite.Database;

  constructor(db: SQLite.Database) {
    super({ database: withCachedStatements(db) });
    this.#db = db;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk has rolled back already; a second rollback would hide the reason.
    if (this.#db.inTransaction) await super.rollbackTransaction(connection);
  }
}

function withCachedStatements(db: SQLite.Database): SqliteDatabase {
  const cache = new Map<string, ExplainedStatement>();
  return {
    close: () => db.close(),
    prepare(sql) {
      const known = cache.get(sql);
      if (known) return known;
      if (cache.size >= CACHED_STATEMENTS) cache.clear();
      const statement = explained(db.name, () => new ExplainedStatement(db, sql));
      cache.set(sql, statement);
      return statement;
    },
  };
}

class ExplainedStatement {
  readonly reader: boolean;
  readonly #file: string;
  readonly #statement: SQLite.Statement;

  constructor(db: SQLite.Database, sql: string) {
    this.#file = db.name;
    this.#statement = db.prepare(sql);
    this.reader = this.#statement.reader;
  }

  all(parameters: readonly unknown[]): unknown[] {
    return explained(this.#file, () => this.#statement.all(parameters));
  }

  run(parameters: readonly unknown[]): SQLite.RunResult {
    return explained(this.#file, () => this.#statement.run(parameters));
  }

  iterate(): IterableIterator<unknown> {
    throw new Error('The ledger does not stream: a cached statement cannot be run twice at once.');
  }
}

function explained<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explainError(error, file);
  }
}
