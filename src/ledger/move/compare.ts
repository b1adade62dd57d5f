import type SQLite from 'better-sqlite3';
import { CompiledQuery, type Kysely } from 'kysely';
import type { Schema } from '../schema.ts';
import { type MovedTable, quoted } from './read-source.ts';

/** Asks the same of both databases, and gives the rows as values. */
type Ask = (sql: string) => Promise<unknown[][]>;

/** What is compared besides the columns of each table: what people go by. */
const SUMS: Readonly<Record<string, string>> = {
  'recipients by state': `
    select recipients.campaign, state, coalesce(outcome, '') as outcome, count(*) as people
    from recipients left join batches
      on batches.campaign = recipients.campaign and batches.number = recipients.batch
    group by 1, 2, 3 order by 1, 2, 3`,
  'batches by state': `
    select campaign, state, count(*) as batches, sum(size) as people, sum(suppressed) as suppressed
    from batches group by 1, 2 order by 1, 2`,
  'signatures by petition': `
    select petition, count(*) as signatures from signatures group by 1 order by 1`,
  'suppressions by reason': `
    select reason, count(*) as people from suppressions group by 1 order by 1`,
  'events by kind': `
    select campaign, event, count(*) as events from events
    where campaign is not null group by 1, 2 order by 1, 2`,
};

export interface Compared {
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  readonly recipients: Readonly<Record<string, number>>;
  readonly signatures: Readonly<Record<string, number>>;
}

/** Counts and sums up both, and gives what differs, in words, besides the sums. */
export async function compare(
  source: SQLite.Database,
  target: Kysely<Schema>,
  tables: readonly MovedTable[],
): Promise<{ differing: string[]; compared: Compared }> {
  const here: Ask = async (sql) => source.prepare(sql).raw().all() as unknown[][];
  const there: Ask = async (sql) => {
    const { rows } = await target.executeQuery<Record<string, unknown>>(CompiledQuery.raw(sql));
    return rows.map((row) => Object.values(row));
  };
  const checks = [
    ...tables.map((table) => [`table ${table.name}`, sumsOf(table)]),
    ...Object.entries(SUMS),
  ];
  const differing: string[] = [];
  const found = new Map<string, unknown[][]>();
  for (const [name = '', sql = ''] of checks) {
    const [one, other] = [await here(sql), await there(sql)];
    found.set(name, one);
    if (JSON.stringify(one) !== JSON.stringify(other)) differing.push(name);
  }
  return { differing, compared: comparedOf(tables, found) };
}

/** A count, and of each column how often it is empty and a sum of what it holds. */
function sumsOf({ name, columns }: MovedTable): string {
  const sums = columns.flatMap((column, place) => [
    `count(${quoted(column.name)}) as filled_${place}`,
    `sum(${weightOf(column)}) as sum_${place}`,
  ]);
  return `select count(*) as rows, ${sums.join(', ')} from ${quoted(name)}`;
}

/** The same number in both; a NUL is one byte, and PostgreSQL keeps U+FFFD in its place. */
function weightOf({ name, type }: MovedTable['columns'][number]): string {
  const column = quoted(name);
  if (/int/i.test(type)) return `${column} % 1000003`;
  if (/double/i.test(type)) return `floor(${column} * 1000000)`;
  return `octet_length(replace(${column}, '\uFFFD', '?'))`;
}

function comparedOf(tables: readonly MovedTable[], found: Map<string, unknown[][]>): Compared {
  const rows = tables.map(({ name }) => [name, Number(found.get(`table ${name}`)?.[0]?.[0])]);
  const recipients: Record<string, number> = {};
  for (const [, state, outcome, count] of found.get('recipients by state') ?? []) {
    const key = String(outcome || state);
    recipients[key] = (recipients[key] ?? 0) + Number(count);
  }
  const signatures = (found.get('signatures by petition') ?? []) as [string, number][];
  return {
    rows: Object.fromEntries(rows),
    recipients,
    signatures: Object.fromEntries(signatures),
  };
}
