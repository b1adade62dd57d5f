/**
 * Reads a list in one of several ways, in a process of its own: `list-process.ts WAY FILE`. Prints
 * the rows and the milliseconds of processor time as JSON: what else the machine does counts less.
 */
import { createReadStream } from 'node:fs';
import { Parser } from 'csv-parse';
import { checkList } from '../../src/audience/check-list.ts';
import { parseWhere } from '../../src/audience/condition/bind-condition.ts';
import { readLists } from '../../src/audience/read-list.ts';
import { openSelection, type Wanted } from '../../src/audience/select-rows.ts';
import { rowsOf } from '../../src/campaign/rows.ts';

const WAYS: Readonly<Record<string, (file: string) => Promise<number>>> = {
  parse: parseAlone,
  read: (file) => count(readLists([file])),
  where: (file) => select(file, { where: parseWhere('city in ("Reno", "Elko") or gift >= 50') }),
  sample: (file) => select(file, { sample: 10_000 }),
  exclude: (file) => select(file, { exclude: [file] }),
  check: async (file) => (await checkList([file])).rows,
};

const [way = '', file = ''] = process.argv.slice(2);
const start = process.cpuUsage();
const rows = await WAYS[way]?.(file);
const { user, system } = process.cpuUsage(start);
process.stdout.write(JSON.stringify({ rows, ms: (user + system) / 1000 }));

/** The floor: the same library, which takes the whole file and makes nothing of it. */
async function parseAlone(file: string): Promise<number> {
  let rows = -1;
  class Counter extends Parser {
    override push(record: unknown): boolean {
      if (record !== null) rows += 1;
      return true;
    }
  }
  const parser = new Counter({ delimiter: ',', relax_column_count: true });
  const write = (chunk: Buffer) =>
    new Promise<void>((resolve) => parser.write(chunk, () => resolve()));
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) await write(chunk);
  await new Promise<void>((resolve) => parser.end(() => resolve()));
  return rows;
}

async function select(file: string, wanted: Wanted): Promise<number> {
  const selection = openSelection([file], wanted);
  const kept = await count(rowsOf({ lists: [file], selection }));
  return kept + Object.values(selection.leftOut).reduce((sum, left) => sum + left, 0);
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let rows = 0;
  for await (const _ of items) rows += 1;
  return rows;
}
