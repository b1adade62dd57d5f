import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHeader, readList, readLists } from '../../src/audience/read-list.ts';
import type { Problem } from '../../src/problem.ts';
import { collect, tempFolder, tempList } from './temp-list.ts';

test('rows become supporters in their order, with the merge fields of the columns', async () => {
  const file = tempList(
    'E-mail;First Name;Last gift\n Ana@Example.org ;"O\'Brien; Ana";10\nben@example.org;;\n',
  );
  expect(await collect(readList(file))).toEqual([
    {
      email: 'ana@example.org',
      fields: { first_name: "O'Brien; Ana", last_gift: '10' },
      file,
      line: 2,
    },
    { email: 'ben@example.org', fields: { first_name: '', last_gift: '' }, file, line: 3 },
  ]);
});

test('doubles are left to the ledger', async () => {
  const rows = await collect(readList(tempList('email\nana@example.org\nANA@example.org\n')));
  expect(rows).toMatchObject([{ email: 'ana@example.org' }, { email: 'ana@example.org' }]);
});

describe('a row is refused with its line and the reason', () => {
  test.each([
    ['x\n', 'the row has no address', 'too short to hold an address'],
    ['Ana,\n', 'the row has no address', 'an empty address'],
    ['Ana,ana.example.org\n', 'the address has no @', 'no address'],
    [
      'Bell, Ana,ana@example.org\n',
      'the row has 3 cells, but the list has 2 columns',
      'it has slipped',
    ],
    [
      `${'x'.repeat(1001)},ana@example.org\n`,
      'the cell "name" is longer than 1,000 characters',
      'too long',
    ],
  ])('%#: %s', async (row, detail, _reason) => {
    const rows = await collect(
      readList(tempList(`name,email\n"two\nlines",b@example.org\n${row}`)),
    );
    expect(rows[1]).toMatchObject({ reason: 'invalid', line: 4, detail });
    expect(rows).toHaveLength(2);
  });
});

describe('a cell is made fit for a letter', () => {
  test.each([
    [
      '"Ana\r\n Maria"',
      'Ana  Maria',
      'line breaks become a space: a field may stand in the subject',
    ],
    ['"\tAna\tMaria\n"', 'Ana Maria', 'tabs too; none at the ends'],
    ['An\u0000a\u001b', 'Ana', 'other control characters go'],
    ['\u00a0Ana\u00a0', 'Ana', 'white space of all kinds around it goes'],
    ['Zoe\u0308', 'Zoe\u0308', 'the Unicode form stays as typed'],
    ["O'Brien & <b>Co</b> {{7*7}} %s", "O'Brien & <b>Co</b> {{7*7}} %s", 'nothing is escaped here'],
    [`${'x'.repeat(1000)}  `, 'x'.repeat(1000), 'white space does not count for the length'],
  ])('%j → %j: %s', async (cell, value, _reason) => {
    const [row] = await collect(readList(tempList(`email,name\na@example.org,${cell}\n`)));
    expect(row).toMatchObject({ fields: { name: value } });
  });
});

test('odd rows are told, and kept: cells missing at the end, cells under no name', async () => {
  const warnings: Problem[] = [];
  const file = tempList(
    'email,,name\na@example.org\nb@example.org,x,Ben,,\nc@example.org,y,Carol\n',
  );
  const rows = await collect(readList(file, { onWarning: (problem) => warnings.push(problem) }));
  expect(rows).toMatchObject([
    { fields: { name: '' } },
    { fields: { name: 'Ben' } },
    { fields: { name: 'Carol' } },
  ]);
  expect(warnings.map(({ code, where }) => [code, where?.line])).toEqual([
    ['list-short-row', 2],
    ['list-unnamed-column', 3],
  ]);
});

test('several lists are read one after the other, each by its own header', async () => {
  const first = tempList('email,name\na@example.org,Ana\n');
  const second = tempList('Name;E-Mail\nBen;b@example.org\n');
  const rows = await collect(readLists([first, second]));
  expect(rows).toMatchObject([
    { email: 'a@example.org', fields: { name: 'Ana' }, file: first, line: 2 },
    { email: 'b@example.org', fields: { name: 'Ben' }, file: second, line: 2 },
  ]);
});

test('the header tells the columns, the merge fields and the delimiter', async () => {
  const { value, problems } = await readHeader(tempList('E-mail;First Name;;Última donación\n'));
  expect(problems).toEqual([]);
  expect(value).toMatchObject({
    delimiter: ';',
    emailIndex: 0,
    fields: ['email', 'first_name', 'última_donación'],
    columns: [
      { name: 'E-mail', field: 'email' },
      { name: 'First Name', field: 'first_name' },
      { name: '', field: undefined },
      { name: 'Última donación', field: 'última_donación' },
    ],
  });
});

describe('a header that cannot be used', () => {
  test('lists its columns when none holds addresses', async () => {
    const file = tempList('name,city\nAna,Albany\n');
    const problem = {
      severity: 'error',
      code: 'list-no-email-column',
      what: 'The list has no column for the e-mail addresses. Its columns are: "name", "city".',
      where: { file, line: 1, column: 1 },
      fix: 'Name the column that holds the addresses "email", or say which it is: --columns email=NAME',
    };
    expect(await readHeader(file)).toEqual({ problems: [problem] });
    await expect(collect(readList(file))).rejects.toMatchObject({ exit: 1, problems: [problem] });
  });

  test('is told to be missing when the first row holds an address', async () => {
    const { problems } = await readHeader(tempList('ana@example.org,Ana\n'));
    expect(problems).toMatchObject([
      { code: 'list-no-email-column', what: expect.stringContaining('is missing') },
    ]);
  });

  test('names both columns that become one field, and columns that are not theirs to fill, at once', async () => {
    const { problems } = await readHeader(
      tempList('email,"Zip, short",Postal Code,postal code,sign link\n'),
    );
    expect(problems).toMatchObject([
      {
        code: 'list-double-column',
        what: expect.stringMatching('"Postal Code" and "postal code"'),
        where: { column: 32 },
      },
      {
        code: 'list-reserved-column',
        what: expect.stringContaining('"sign link"'),
        where: { column: 44 },
      },
    ]);
  });
});

describe('a list that cannot be read is an error with a way out', () => {
  test.each([
    ['', 'an empty file'],
    ['\ufeff', 'only a byte order mark'],
    ['\n\n', 'only blank lines'],
    ['email,name\n', 'only a header'],
    ['email,name\n,\n\n', 'only blank rows'],
  ])('%j: %s', async (content, _reason) => {
    const file = tempList(content);
    await expect(collect(readList(file))).rejects.toMatchObject({
      code: 'list-empty',
      exit: 1,
      where: { file, line: 1, column: 1 },
      fix: expect.any(String),
    });
  });

  test('a file that is not there', async () => {
    const file = join(tempFolder(), 'none.csv');
    await expect(collect(readList(file))).rejects.toMatchObject({
      code: 'list-missing',
      exit: 3,
      message: `There is no such list: ${file}`,
      fix: expect.any(String),
    });
  });

  test('a folder', async () => {
    const expected = {
      code: 'list-unreadable',
      exit: 3,
      message: expect.stringContaining('a folder'),
    };
    await expect(readHeader(tempFolder())).rejects.toMatchObject(expected);
  });

  test.skipIf(process.getuid?.() === 0)('a file that is not ours to read', async () => {
    const file = tempList('email\nana@example.org\n');
    chmodSync(file, 0);
    const expected = {
      code: 'list-unreadable',
      exit: 3,
      message: expect.stringContaining('may not be read'),
    };
    await expect(readHeader(file)).rejects.toMatchObject(expected);
  });
});
