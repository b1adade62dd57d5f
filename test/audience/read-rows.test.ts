import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeOfCell } from '../../src/audience/cell-place.ts';
import { type Row, readRows, rowsOf } from '../../src/audience/read-rows.ts';
import { collect, tempList } from './temp-list.ts';

async function rowsIn(content: string | Uint8Array, raw = false): Promise<Row[]> {
  return (await collect(readRows(tempList(content), { raw }))).flatMap(({ rows }) => rows);
}

async function cellsIn(content: string | Uint8Array): Promise<(readonly string[])[]> {
  return (await rowsIn(content)).map(({ cells }) => cells);
}

describe('rows are read', () => {
  const expected = [
    ['email', 'city'],
    ['ana@example.org', 'Zürich'],
  ];
  test.each([
    ['email,city\nana@example.org,Zürich\n', 'comma'],
    ['email;city\nana@example.org;Zürich\n', 'semicolon'],
    ['email\tcity\nana@example.org\tZürich\n', 'tab'],
    ['email,city\r\nana@example.org,Zürich\r\n', 'CRLF'],
    ['email,city\rana@example.org,Zürich\r', 'CR'],
    ['email,city\r\nana@example.org,Zürich\n', 'mixed line ends'],
    ['\ufeffemail,city\nana@example.org,Zürich', 'byte order mark, no line end at the end'],
    ['\ufeff"email","city"\n"ana@example.org","Zürich"\n', 'all in quotation marks'],
    ['\n\nemail, city\n\n ,\nana@example.org, "Zürich"\n,,\n', 'blank rows, spaces before cells'],
  ])('%j: %s', async (content, _reason) => {
    expect(await cellsIn(content)).toEqual(expected);
  });

  test.each([
    ['a,b\n"x ""y"" z",1\n', 'x "y" z', 'doubled quotation marks'],
    ['a,b\nx "y" z,1\n', 'x "y" z', 'quotation marks inside an unquoted cell'],
    ['a,b\n"y" z,1\n', '"y" z', 'a cell that only begins with a quoted word'],
    ['a,b\n"x, y",1\n', 'x, y', 'the delimiter in quotation marks'],
    ['"a;a;a",b\nx,1\n', 'x', 'other delimiters in a quoted name do not count'],
  ])('%j: %s: %s', async (content, first, _reason) => {
    expect((await cellsIn(content))[1]).toEqual([first, '1']);
  });
});

test('line numbers are those of the file, also after quoted line breaks and blank rows', async () => {
  const content = 'a,b\r\n1,"x\r\ny\nz"\r\n\r\n2,"\r\n"\r\n3,c\r\n';
  expect((await rowsIn(content)).map(({ line }) => line)).toEqual([1, 2, 6, 8]);
});

test('any table that csv-stringify writes is read back the same, with its lines', async () => {
  const cell = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc
      .array(fc.constantFrom('"', ',', ';', '\t', '\n', '\r\n', ' ', 'é', "'", '='))
      .map((all) => all.join('')),
  );
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 12 });
  const style = fc.record({
    delimiter: fc.constantFrom(',', ';', '\t'),
    record_delimiter: fc.constantFrom('\n', '\r\n'),
    quoted: fc.boolean(),
    bom: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(table, style, async (cells, options) => {
      const records = [['one', 'two', 'three'], ...cells];
      const content = stringify(records, { ...options, quoted_match: /^\s|[\r\n]/ });
      const rows = await rowsIn(content);
      const lines = records.map((_, index) =>
        lineAfter(stringify(records.slice(0, index), options)),
      );
      const expected = records.flatMap((record, index) =>
        record.every((text) => text.trim() === '') ? [] : { line: lines[index], cells: record },
      );
      expect(rows.map(({ line, cells }) => ({ line, cells }))).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('pieces of a long file may end inside a character, a row or a line break', async () => {
  const names = Array.from({ length: 9000 }, (_, index) => `日本${'é'.repeat(index % 5)}🌻`);
  const content = `email,name\r\n${names.map((name, index) => `a${index}@example.org,"${name}\r\n"`).join('\r\n')}`;
  const rows = await collect(rowsOf(onlyRows(tempList(content))));
  expect(rows.slice(1).map(({ cells }) => cells[1])).toEqual(names.map((name) => `${name}\r\n`));
  expect(rows.at(-1)?.line).toBe(2 + 8999 * 2);
});

test.each([
  [3, 'to the end of the file', 'email,name\na@example.org,A\nb@example.org,"B\n'],
  [4, 'for too long', `email,name\n"a\nb",x\nb,"B\n${'x@example.org,y\n'.repeat(40_000)}`],
])('a quotation mark that stays open from line %i %s is an error', async (line, _how, content) => {
  const where = { line, column: 1 };
  await expect(rowsIn(content)).rejects.toMatchObject({ code: 'list-open-quote', where });
});

test('the place of a cell is where it begins, also past quoted line breaks', async () => {
  const rows = await rowsIn('a,b,c\n"x,y",z,1\n"p\nq",r,2\n', true);
  const places = rows.map((row) => placeOfCell({ file: 'f.csv', delimiter: ',' }, row, 2));
  expect(places).toEqual([
    { file: 'f.csv', line: 1, column: 5 },
    { file: 'f.csv', line: 2, column: 9 },
    { file: 'f.csv', line: 4, column: 6 },
  ]);
});

async function* onlyRows(file: string): AsyncGenerator<Row[]> {
  for await (const { rows } of readRows(file)) yield rows;
}

/** The line on which the next record begins. */
function lineAfter(written: string): number {
  return written.split(/\r\n|\r|\n/).length;
}
