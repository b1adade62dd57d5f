import { copyFileSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { generateSupporters } from '../fixtures/lists/generate-supporters.ts';

export const SECRET = 'a-secret-for-benchmarks-that-is-long-enough';
export const KEY = 'SG.sandbox';
export const APPEAL = 'templates/appeals/safe-harbour.md';

export type BenchFolder = ReturnType<typeof openBenchFolder>;

/** A workspace that is thrown away. */
export function openBenchFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'outcry-bench-'));
  copyFileSync('outcry.yaml', join(folder, 'outcry.yaml'));
  return {
    folder,
    /** A list of so many different supporters, with the variety of the sample list. */
    list: (rows: number) => writeList(join(folder, `${rows}.csv`), rows),
    /** Each run begins with no ledger. */
    forget: () => rmSync(join(folder, '.outcry'), { recursive: true, force: true }),
    close: () => rmSync(folder, { recursive: true }),
  };
}

async function writeList(file: string, rows: number): Promise<string> {
  const [header = [], ...sample] = parse(generateSupporters()) as string[][];
  const out = createWriteStream(file);
  out.write(stringify([header]));
  for (let start = 0; start < rows; start += sample.length) {
    const slice = sample.slice(0, rows - start).map((row, index) => renamed(row, start + index));
    out.write(stringify(slice));
  }
  out.end();
  await finished(out);
  return file;
}

function renamed([, ...cells]: readonly string[], index: number): string[] {
  return [`supporter.${(index * 7919) % 1_000_003}.${index}@mail.example.org`, ...cells];
}
