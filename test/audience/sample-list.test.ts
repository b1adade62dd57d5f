import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { checkList } from '../../src/audience/check-list.ts';
import { generateSupporters } from '../fixtures/lists/generate-supporters.ts';

const FILE = 'lists/supporters.csv';
const rows: Record<string, string>[] = parse(readFileSync(FILE), { columns: true });

function count(column: string, pattern: RegExp): number {
  return rows.filter((row) => pattern.test(row[column] ?? '')).length;
}

test('the sample list is what its generator makes', () => {
  expect(generateSupporters()).toBe(readFileSync(FILE, 'utf8'));
});

test('it has 1,000 rows: 979 that can be mailed, 12 doubles, 9 that no mail can reach', async () => {
  const { problems, lists: _, ...counts } = await checkList([FILE]);
  expect(counts).toEqual({ rows: 1000, valid: 979, duplicates: 12, invalid: 9, suppressed: 0 });
  expect(new Set(problems.map(({ what }) => what.replace(/ \(.*/, ''))).size).toBe(9);
});

test.each([
  ['email', /\+bounce@/, 6, 6, 'the sandbox plays a bounce for them'],
  ['email', /\+spam@/, 2, 2, 'the sandbox plays a complaint for them'],
  ['email', /@bücher\.example/, 1, 1, 'an international domain'],
  ['first_name', /^$/, 60, 100, 'no first name'],
  ['first_name', /^.$/, 2, 20, 'a single letter'],
  ['first_name', /^\P{Ll}{4,}$/u, 10, 80, 'in capitals'],
  ['first_name', /"/, 2, 5, 'quotation marks'],
  ['first_name', /&/, 2, 9, 'ampersand'],
  ['first_name', /\p{Extended_Pictographic}/u, 1, 5, 'emoji'],
  ['first_name', /.{30}/, 1, 5, 'long'],
  ['last_name', /['’]/, 20, 100, 'apostrophe'],
  ['last_name', /,/, 2, 9, 'comma'],
  ['last_name', /-/, 20, 150, 'hyphen'],
  ['last_name', /[À-ž]/, 80, 300, 'accents'],
  ['donor', /^yes$/, 200, 400, 'donors'],
  ...['Han', 'Hiragana', 'Hangul', 'Arabic', 'Hebrew', 'Cyrillic', 'Greek', 'Devanagari'].map(
    (script) => ['first_name', new RegExp(`\\p{Script=${script}}`, 'u'), 2, 60, script] as const,
  ),
] as const)('%s %s stands in %i to %i rows: %s', (column, pattern, least, most, _reason) => {
  expect(count(column, pattern)).toBeGreaterThanOrEqual(least);
  expect(count(column, pattern)).toBeLessThanOrEqual(most);
});

test('every domain is reserved for examples', () => {
  const domains = rows.map(({ email = '' }) =>
    /@([^@\s,]+)[\s,]*$/.exec(email)?.[1]?.toLowerCase(),
  );
  const real = domains.filter(
    (domain) => domain && !/(^|\.)example(\.(org|com|net))?$/.test(domain),
  );
  expect(real).toEqual(['localhost']);
});
