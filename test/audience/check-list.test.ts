import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openAddressTable } from '../../src/audience/address-table.ts';
import { checkList } from '../../src/audience/check-list.ts';
import type { Address } from '../../src/terms.ts';
import { tempFolder, tempList } from './temp-list.ts';

const nobody = { rows: 0, valid: 0, duplicates: 0, invalid: 0, suppressed: 0 };

test('rows are counted as the ledger will: doubles across lists, suppressed ones first', async () => {
  const first = tempList(
    'email\na@example.org\nA@example.org\ngone@example.org\nGONE@example.org\n',
  );
  const second = tempList('name,email\nAna,a@example.org\nBen,b@example.org\nNo,none\n');
  const suppressedAmong = async (emails: readonly Address[]) =>
    new Set(emails.filter((email) => email === 'gone@example.org'));
  const { problems, lists: _, ...counts } = await checkList([first, second], { suppressedAmong });
  expect(counts).toEqual({ rows: 7, valid: 2, duplicates: 2, invalid: 1, suppressed: 2 });
  expect(problems).toEqual([
    {
      severity: 'warning',
      code: 'list-bad-address',
      what: 'Refused: the address has no @ (n…).',
      where: { file: second, line: 4, column: 4 },
      fix: 'Correct it, or delete the row.',
    },
  ]);
});

test('what is wrong inside a list is a problem, and the other lists are read all the same', async () => {
  const files = [
    tempList('name\nAna\n'),
    tempList(''),
    tempList(Buffer.from([0xc3, 0xa9, 0xc3, 0xa9, 0xff])),
    tempList('email\na@example.org\n'),
  ];
  const { problems, lists: _, ...counts } = await checkList(files);
  expect(counts).toEqual({ ...nobody, rows: 1, valid: 1 });
  expect(problems.map(({ severity, code }) => [severity, code])).toEqual([
    ['error', 'list-no-email-column'],
    ['error', 'list-empty'],
    ['error', 'list-not-utf8'],
  ]);
});

test('it is told which lists share supporters', async () => {
  const first = tempList('email\na@example.org\nb@example.org\nA@example.org\n');
  const second = tempList('email\nb@example.org\nc@example.org\na@example.org\nnone\n');
  const { lists } = await checkList([first, second]);
  expect(lists).toEqual([
    { ...nobody, file: first, rows: 3, valid: 2, duplicates: 1, duplicatesOf: { [first]: 1 } },
    {
      ...nobody,
      file: second,
      rows: 4,
      valid: 1,
      duplicates: 2,
      invalid: 1,
      duplicatesOf: { [first]: 2 },
    },
  ]);
});

test('doubtful addresses are told, and mailed as they are', async () => {
  const file = tempList(
    `email,name
ana@gmial.com,Ana
info@example.org,Office
ana.lee@gmail.com,Ana
analee+petitions@gmail.com,Ana
a.b@example.org,x
ab@example.org,x
ana.lee@gmail.com,Ana
`,
  );
  const { problems, valid, duplicates } = await checkList([file]);
  expect([valid, duplicates]).toEqual([6, 1]);
  expect(
    problems.map(({ severity, code, what, where }) => [severity, code, what, where?.line]),
  ).toEqual([
    ['warning', 'list-mistyped', 'The address (a…@gmial.com) looks mistyped: was it gmail.com?', 2],
    [
      'warning',
      'list-role-address',
      '1 address belongs to an office, not to a person: i…@example.org.',
      3,
    ],
    ['warning', 'list-same-mailbox', expect.stringContaining('1 address is another writing'), 5],
  ]);
});

test('a missing list is an error of the environment, not a problem of the list', async () => {
  const check = checkList([join(tempFolder(), 'none.csv')]);
  await expect(check).rejects.toMatchObject({ code: 'list-missing', exit: 3 });
});

test('the problems of a broken list are bounded, and the rest is counted', async () => {
  const file = tempList(`email\n${'none\n'.repeat(2500)}`);
  const { invalid, problems } = await checkList([file]);
  expect(invalid).toBe(2500);
  expect(problems).toHaveLength(1001);
  expect(problems.at(-1)).toMatchObject({ code: 'list-more-problems', what: '… and 1,500 more.' });
});

test('refused rows are written as they stand, with the reason last', async () => {
  const first = tempList(
    'email,name,note\nnone,"two\nlines","a, b"\na@example.org,Ana,x\nc@example.org,Q,Jr.,x\n',
  );
  const second = tempList('city;E-Mail\nAlbany;b@\n');
  const rejects = join(tempFolder(), 'rejects.csv');
  await checkList([first, second], { rejects });
  expect(parse(readFileSync(rejects), { bom: true })).toEqual([
    ['email', 'name', 'note', 'city', 'reason'],
    ['none', 'two\nlines', 'a, b', '', `${first}:2: the address has no @`],
    [
      'c@example.org',
      'Q',
      'Jr.,x',
      '',
      `${first}:5: the row has 4 cells, but the list has 3 columns`,
    ],
    ['b@', '', '', 'Albany', `${second}:2: the address has nothing after the @`],
  ]);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+49', "'+49"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['"\tx"', "'\tx"],
  ['"\rx"', "'\rx"],
])('a refused cell %j cannot run as a formula: %j', async (cell, written) => {
  const rejects = join(tempFolder(), 'rejects.csv');
  await checkList([tempList(`email,note\nnone,${cell}\n`)], { rejects });
  expect(parse(readFileSync(rejects), { bom: true })[1]?.[1]).toBe(written);
});

test('the refused rows never overwrite a list, and a folder that is not there is told', async () => {
  const file = tempList('email\nnone\n');
  await expect(checkList([file], { rejects: file })).rejects.toMatchObject({
    code: 'rejects-is-list',
    exit: 2,
  });
  expect(readFileSync(file, 'utf8')).toBe('email\nnone\n');
  const other = tempList('email,name\nana@example.org,Ana\n');
  await expect(checkList([file], { rejects: other })).rejects.toMatchObject({
    code: 'file-foreign',
  });
  expect(readFileSync(other, 'utf8')).toContain('ana@example.org');
  const rejects = join(tempFolder(), 'none', 'rejects.csv');
  await expect(checkList([file], { rejects })).rejects.toMatchObject({
    code: 'rejects-unwritable',
    exit: 3,
  });
});

test.each([[false], [true]])('the table of addresses agrees with a map, exact: %s', (exact) => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9000 }), { size: 'max', maxLength: 9000 }),
      (numbers) => {
        const [table, map] = [openAddressTable({ exact }), new Map<string, number>()];
        for (const [index, number] of numbers.entries()) {
          const address = `person${number}@example.org`;
          expect(table.has(address)).toBe(map.has(address));
          expect(table.keep(address, index)).toBe(map.get(address));
          if (!map.has(address)) map.set(address, index);
        }
      },
    ),
    { numRuns: 5 },
  );
});
