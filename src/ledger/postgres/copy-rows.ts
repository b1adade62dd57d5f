import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

type Row = readonly (string | number | null)[];

/** The rows of a `copy … from stdin`, given as its only parameter. */
export class CopyRows {
  readonly rows: Iterable<Row>;
  constructor(rows: Iterable<Row>) {
    this.rows = rows;
  }
}

/** Runs the statement with its rows. */
export async function runCopy(client: PoolClient, sql: string, { rows }: CopyRows): Promise<void> {
  await pipeline(Readable.from(blocksOf(rows)), client.query(copyFrom(sql)));
}

/** Enough for one packet to be worth its while, small enough to die young. */
const BLOCK_CHARACTERS = 65_536;

function* blocksOf(rows: CopyRows['rows']): Generator<string> {
  let block = '';
  for (const row of rows) {
    block += `${row.map(written).join('\t')}\n`;
    if (block.length < BLOCK_CHARACTERS) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}

const NEEDS_ESCAPE = /[\\\n\r\t\0]/;
const EACH = /[\\\n\r\t\0]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  // PostgreSQL keeps none.
  '\0': '\uFFFD',
};

/** As the text format of COPY has it (postgresql.org/docs/current/sql-copy.html). */
function written(value: string | number | null): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  return NEEDS_ESCAPE.test(value) ? value.replace(EACH, (one) => ESCAPES[one] ?? one) : value;
}
