/**
 * How fast lists are read, and that memory does not grow with them: `npm run bench:lists [ROWS…]`, by
 * default a million rows and ten. Each way of reading runs in a process of its own, beside csv-parse
 * alone in the same run, by processor time. Ends with 1 if reading takes more memory for many rows than for few.
 */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runNode } from './start-process.ts';

const SIZES = process.argv.slice(2).map(Number);
const [FEW = 1_000_000, ...MORE] = SIZES.length > 0 ? SIZES : [1_000_000, 10_000_000];
/** These keep nothing of a row. `exclude` and `check` remember addresses, and say how many bytes of each. */
const FLAT = ['parse', 'read', 'where', 'sample'];
const WAYS = [...FLAT, 'exclude', 'check'];
const MOST_GROWTH = 1.3;

interface Measured {
  readonly way: string;
  readonly rows: number;
  readonly perSecond: number;
  readonly peakMb: number;
}

const folder = mkdtempSync(join(tmpdir(), 'outcry-bench-lists-'));
try {
  const few = await measureAll(FEW);
  for (const rows of MORE) {
    const many = await measureAll(rows);
    const grown = FLAT.filter((way) => peakOf(many, way) > peakOf(few, way) * MOST_GROWTH);
    if (grown.length > 0) {
      process.exitCode = 1;
      say(`\nMemory grows with the list: ${grown.join(', ')}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function measureAll(rows: number): Promise<Measured[]> {
  const file = join(folder, `${rows}.csv`);
  await pipeline(Readable.from(makeList(rows)), createWriteStream(file));
  say(`\n${rows.toLocaleString('en-GB')} rows`);
  const all: Measured[] = [];
  for (const way of WAYS) {
    const measured = await measure(way, file, rows);
    const floor = all[0] ?? measured;
    const times = (floor.perSecond / measured.perSecond).toFixed(2);
    say(
      `  ${way.padEnd(8)}${text(measured.perSecond)} rows/s, ${times} times csv-parse alone,${text(measured.peakMb)} MB`,
    );
    all.push(measured);
  }
  rmSync(file);
  return all;
}

async function measure(way: string, file: string, rows: number): Promise<Measured> {
  const run = await runNode(['--import', 'tsx', 'test/bench/list-process.ts', way, file]);
  const result = JSON.parse(run.out) as { rows: number; ms: number };
  if (result.rows !== rows) throw new Error(`${way} has read ${result.rows} rows of ${rows}`);
  return { way, rows, perSecond: rows / (result.ms / 1000), peakMb: run.peakMb ?? Number.NaN };
}

/** Pieces of a list with the variety of a real one, made as they are written. */
function* makeList(rows: number): Generator<string> {
  const names = ['Ana', 'Zoë', '"O\'Brien, Pat"', '李', ''];
  const cities = ['Reno', 'Elko', 'Albany', '"Truth or Consequences"', ''];
  let piece = 'email,first_name,last_name,city,postcode,gift,tags\n';
  for (let row = 0; row < rows; row++) {
    const at = (row * 7919) % 1_000_003;
    piece += `supporter.${row}@mail${at % 50}.example.org,${names[at % 5]},Person,${cities[at % 5]},${10_000 + (at % 90_000)},${at % 200},"river; sea"\n`;
    if (piece.length < 60_000) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function peakOf(all: readonly Measured[], way: string): number {
  return all.find((one) => one.way === way)?.peakMb ?? Number.NaN;
}

function text(value: number): string {
  return Math.round(value).toLocaleString('en-GB').padStart(9);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
