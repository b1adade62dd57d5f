import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** The rows of a `copy … from stdin`, given as its only parameter. */
export class CopyRows {
  readonly rows: Iterable<readonly (string | number)[]>;
  constructor(rows: Iterable<readonly (string | number)[]>) {
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

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** As the text format of COPY has it (postgresql.org/docs/current/sql-copy.html). */
function written(value: string | number): string {
  return typeof value === 'number'
    ? String(value)
    : value.replace(/[\\\n\r\t]/g, (one) => ESCAPES[one] ?? one);
}
