import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeTables } from '../../src/report/report-csv.ts';
import { tablesOf } from '../../src/report/tables.ts';
import { REPORT } from './sample-report.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outcry-tables-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string) =>
  parse(readFileSync(join(folder, name), 'utf8'), { bom: true, columns: true }) as Record<
    string,
    string
  >[];

it('writes a file for each table, whose figures are those of the report', async () => {
  const names = await writeTables(folder, tablesOf(REPORT));
  expect(readdirSync(folder).sort()).toEqual([...names].sort());
  const steps = read('funnel.csv').map(({ step, count, of_count }) => [step, count, of_count]);
  expect(steps).toContainEqual(['accepted', '1000000', '1000000']);
  expect(read('domains.csv').map(({ recipients }) => recipients)).toEqual(['600000', '2', '1']);
  expect(read('signatures-by-time.csv').map(({ signatures }) => signatures)).toEqual([
    '12',
    '200',
    '0',
    '100',
  ]);
  expect(await writeTables(folder, tablesOf(REPORT))).toEqual(names);
});

it('writes no cell that a spreadsheet would run', async () => {
  const [first] = REPORT.domains;
  const domains = first ? [{ ...first, domain: '=cmd|calc' }] : [];
  await writeTables(folder, tablesOf({ ...REPORT, domains }));
  expect(read('domains.csv')[0]?.domain).toBe("'=cmd|calc");
});

it('leaves a file alone that it has not written', async () => {
  writeFileSync(join(folder, 'links.csv'), 'email\nana@example.org\n');
  await expect(writeTables(folder, tablesOf(REPORT))).rejects.toMatchObject({
    code: 'file-foreign',
  });
  expect(readFileSync(join(folder, 'links.csv'), 'utf8')).toBe('email\nana@example.org\n');
});
