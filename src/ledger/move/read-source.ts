import type SQLite from 'better-sqlite3';
import { isBookkeeping } from './move-mark.ts';

/** A table as it is copied: every column, in the order of its key. */
export interface MovedTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly key: readonly string[];
}

export type Cell = string | number | null;
export type Row = readonly Cell[];

/** Few enough that they die young, whatever a row holds. */
const CHUNK_ROWS = 5000;
const CHUNK_CHARACTERS = 4_000_000;

/** All tables of the ledger, each after those that it refers to. */
export function tablesOf(db: SQLite.Database): MovedTable[] {
  const names = db
    .prepare("select name from sqlite_master where type = 'table' order by name")
    .pluck()
    .all()
    .filter((name) => !isBookkeeping(name as string)) as string[];
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (ordered.includes(name)) return;
    const others = db.pragma(`foreign_key_list("${name}")`) as { table: string }[];
    for (const { table } of others) if (table !== name) visit(table);
    ordered.push(name);
  };
  for (const name of names) visit(name);
  return ordered.map((name) => tableOf(db, name));
}

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

function tableOf(db: SQLite.Database, name: string): MovedTable {
  const columns = db.pragma(`table_info("${name}")`) as ColumnInfo[];
  const key = columns.filter(({ pk }) => pk > 0).sort((one, other) => one.pk - other.pk);
  if (key.length === 0) throw new Error(`The table ${name} has no key to move it by.`);
  return { name, columns, key: key.map((column) => column.name) };
}

/** The rows after this key, in chunks; the last key of each chunk is where to go on. */
export function* chunksOf(
  db: SQLite.Database,
  { name, columns, key }: MovedTable,
  after: Row | undefined,
): Generator<{ rows: Row[]; last: Row }> {
  const keys = key.map(quoted).join(', ');
  const from = after ? `where (${keys}) > (${key.map(() => '?').join(', ')})` : '';
  const statement = db
    .prepare(`select ${namesOf(columns)} from ${quoted(name)} ${from} order by ${keys}`)
    .raw();
  const places = key.map((one) => columns.findIndex((column) => column.name === one));
  const keyOf = (row: Row) => places.map((place) => row[place] ?? null);
  let rows: Row[] = [];
  let characters = 0;
  for (const row of statement.iterate(...(after ?? [])) as Iterable<Row>) {
    rows.push(row);
    for (const cell of row) characters += typeof cell === 'string' ? cell.length : 0;
    if (rows.length < CHUNK_ROWS && characters < CHUNK_CHARACTERS) continue;
    yield { rows, last: keyOf(row) };
    rows = [];
    characters = 0;
  }
  const last = rows.at(-1);
  if (last) yield { rows, last: keyOf(last) };
}

export const quoted = (name: string) => `"${name}"`;

export const namesOf = (columns: MovedTable['columns']) =>
  columns.map(({ name }) => quoted(name)).join(', ');

export function countRows(db: SQLite.Database, tables: readonly MovedTable[]): number {
  const count = (name: string) =>
    db
      .prepare(`select count(*) from ${quoted(name)}`)
      .pluck()
      .get() as number;
  return tables.reduce((sum, { name }) => sum + count(name), 0);
}

/** The last number that was ever given, by table: none is given again, for links carry them. */
export function lastNumbers(db: SQLite.Database): Map<string, number> {
  const has = db.prepare("select 1 from sqlite_master where name = 'sqlite_sequence'").get();
  if (!has) return new Map();
  const rows = db.prepare('select name, seq from sqlite_sequence').raw().all();
  return new Map(rows as [string, number][]);
}
