import type SQLite from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';

/** Statements are few; multi-row inserts of odd lengths are what could make them many. */
const LIMIT = 200;

/** Prepares each statement once, where Kysely would prepare it for every run. */
export function withCachedStatements(db: SQLite.Database): SqliteDatabase {
  const cache = new Map<string, SQLite.Statement>();
  return {
    close: () => db.close(),
    prepare(sql) {
      const known = cache.get(sql);
      if (known) return known;
      if (cache.size >= LIMIT) cache.clear();
      const statement = db.prepare(sql);
      cache.set(sql, statement);
      return statement;
    },
  };
}
