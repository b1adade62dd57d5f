import SQLite from 'better-sqlite3';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { prepared } from '../../src/ledger/prepared.ts';
import type { Schema } from '../../src/ledger/schema.ts';
import { LedgerSqliteDialect } from '../../src/ledger/sqlite/sqlite-dialect.ts';

let db: Kysely<Schema>;
beforeEach(async () => {
  db = new Kysely<Schema>({ dialect: new LedgerSqliteDialect(new SQLite(':memory:'), 0) });
  await sql`create table tests (id integer primary key, hash text, email text, at bigint)`.execute(
    db,
  );
});
afterEach(() => db.destroy());

interface Values {
  readonly hash: string;
  readonly email: string;
}

it('builds a statement once and runs it with the values of each time', async () => {
  let built = 0;
  const insert = prepared((on, { hash, email }: Values) => {
    built += 1;
    return on.insertInto('tests').values({ email, hash, at: 7 });
  });
  const find = prepared((on, { hash }: Pick<Values, 'hash'>) =>
    on.selectFrom('tests').select(['email', 'at']).where('hash', '=', hash),
  );
  await insert(db, { hash: 'a', email: 'ann@example.org' });
  await db.transaction().execute((tx) => insert(tx, { email: 'bo@example.org', hash: 'b' }));
  expect(built).toBe(1);
  expect((await find(db, { hash: 'b' })).rows).toEqual([{ email: 'bo@example.org', at: 7 }]);
  expect((await find(db, { hash: 'a' })).rows).toEqual([{ email: 'ann@example.org', at: 7 }]);
});

it('builds it anew for another database', async () => {
  const other = new Kysely<Schema>({ dialect: new LedgerSqliteDialect(new SQLite(':memory:'), 0) });
  await sql`create table tests (id integer primary key, hash text, email text, at bigint)`.execute(
    other,
  );
  const count = prepared((on, { hash }: Pick<Values, 'hash'>) =>
    on
      .selectFrom('tests')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('hash', '=', hash),
  );
  await db.insertInto('tests').values({ hash: 'a', email: 'ann@example.org', at: 7 }).execute();
  expect((await count(db, { hash: 'a' })).rows).toEqual([{ count: 1 }]);
  expect((await count(other, { hash: 'a' })).rows).toEqual([{ count: 0 }]);
  await other.destroy();
});
