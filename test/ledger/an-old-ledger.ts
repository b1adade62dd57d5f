import SQLite from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { migrations } from '../../src/ledger/migrations/index.ts';

/** Makes a ledger as it was after this migration, with what of another ledger it had a place for. */
export async function anOldLedger(
  file: string,
  { last, from }: { readonly last: string; readonly from: string },
): Promise<void> {
  const database = new SQLite(file);
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database }) });
  const known = Object.entries(migrations).filter(([name]) => name <= last);
  const provider = { getMigrations: async () => Object.fromEntries(known) };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
  copyRows(database, from);
  await db.destroy();
}

function copyRows(database: SQLite.Database, from: string): void {
  database.exec(`pragma foreign_keys = off; attach database '${from}' as newer`);
  const tables = database
    .prepare("select name from main.sqlite_master where type = 'table'")
    .pluck()
    .all() as string[];
  for (const table of tables.filter((name) => !/^(sqlite|kysely)_/.test(name))) {
    const columns = database
      .prepare('select name from pragma_table_info(?)')
      .pluck()
      .all(table)
      .map((name) => `"${name}"`)
      .join(', ');
    database.exec(
      `insert into main."${table}" (${columns}) select ${columns} from newer."${table}"`,
    );
  }
}
