import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Row, readRows } from '../../src/audience/read-rows.ts';
import { decodeWindows1252 } from '../../src/audience/windows-1252.ts';
import { OutcryError } from '../../src/errors.ts';
import type { Problem } from '../../src/problem.ts';
import { collect, tempList } from './temp-list.ts';

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))),
  );

/** The rows of a list, and what was said about it. */
async function read(content: Uint8Array | string): Promise<{ rows: Row[]; told: Problem[] }> {
  const told: Problem[] = [];
  const pieces = await collect(readRows(tempList(content), { onWarning: (one) => told.push(one) }));
  return { rows: pieces.flatMap(({ rows }) => rows), told };
}

const swap = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('a list is read in whatever encoding it is', () => {
  const text = 'email;name\r\nzoe@example.org;Zoë “Żółć”\r\nshu@example.org;"水\n木"\r\n';
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little endian', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big endian', swap(`\ufeff${text}`)],
    ['UTF-16, little endian, without a byte order mark', Buffer.from(text, 'utf16le')],
    ['UTF-16, big endian, without a byte order mark', swap(text)],
  ])('%s', async (_name, content) => {
    const { rows, told } = await read(content);
    expect(told).toEqual([]);
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, 'email', 'name'],
      [2, 'zoe@example.org', 'Zoë “Żółć”'],
      [3, 'shu@example.org', '水\n木'],
    ]);
  });

  test('UTF-16 that is longer than a piece, with characters of four bytes', async () => {
    const people = Array.from({ length: 20_000 }, (_, index) => `a${index}@example.org,🌻${index}`);
    const { rows } = await read(Buffer.from(`\ufeffemail,name\n${people.join('\n')}`, 'utf16le'));
    expect(rows.slice(1).map(({ cells }) => cells.join(','))).toEqual(people);
    expect(rows.at(-1)?.line).toBe(20_001);
  });
});

describe('what is no UTF-8 is read as Windows-1252, and said so with the first place of it', () => {
  test('with a name to look at', async () => {
    const { rows, told } = await read(
      bytes('email,name\nana@example.org,Jos', [0xe9], ' ', [0x80, 0x92], '\n'),
    );
    expect(rows[1]?.cells).toEqual(['ana@example.org', 'José €’']);
    expect(told).toMatchObject([
      {
        severity: 'warning',
        code: 'list-windows-1252',
        what: expect.stringContaining('See whether "José" is right.'),
        where: { line: 2, column: 20 },
      },
    ]);
  });

  test.each([
    [20_002, 2, 'far down', bytes(`email\n${'ana@example.org\n'.repeat(20_000)}x`, [0xc3, 0x28])],
    [2, 2, 'at the very end', bytes('email\nx', [0xe9])],
    [1, 7, 'in the header', bytes('email,', [0xdc], 'ber\na@example.org,x\n')],
  ])('line %i, column %i: %s', async (line, column, _where, content) => {
    const { told } = await read(content);
    expect(told).toMatchObject([{ code: 'list-windows-1252', where: { line, column } }]);
  });

  test('an address is not shown as the name to look at', async () => {
    const { told } = await read(bytes('email\njos', [0xe9], '@example.org\n'));
    expect(told[0]?.what).not.toContain('example.org');
  });

  test('every byte has the character of the WHATWG table', () => {
    const all = decodeWindows1252(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)));
    expect(all.slice(0x80, 0xa0)).toBe('€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ');
    expect(all.slice(0, 0x80) + all.slice(0xa0)).toBe(
      Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
        .filter((_, byte) => byte < 0x80 || byte >= 0xa0)
        .join(''),
    );
  });

  test('any Western name comes out, wherever the pieces end', async () => {
    const name = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ]{1,12}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 30 }), async (names) => {
        const content = `email,name\n${names.map((one) => `a@example.org,${one}`).join('\n')}\n`;
        const { rows } = await read(Buffer.from(content, 'latin1'));
        expect(rows.slice(1).map(({ cells }) => cells[1])).toEqual(names);
      }),
      { numRuns: 60 },
    );
  });
});

test.each([
  [2, 2, 'at the very end', bytes('é,name\né', [0xe9])],
  [3, 1, 'among UTF-8', bytes('email,name\nb@example.org,Zoë Łuk\n', [0xff], '@example.org,x\n')],
])(
  'where the rest is UTF-8 with accents, a broken byte is an error: line %i, column %i, %s',
  async (line, column, _where, content) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'list-not-utf8',
      where: { line, column },
    });
  },
);

test('NULs are left out, in rows and at the end, and said so once', async () => {
  const { rows, told } = await read(
    `email,name\nana@example.org,A\0na\n${'\0'.repeat(30)}\nb@example.org,Ben\n${'\0'.repeat(300_000)}`,
  );
  expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
    [1, 'email', 'name'],
    [2, 'ana@example.org', 'Ana'],
    [4, 'b@example.org', 'Ben'],
  ]);
  expect(told).toMatchObject([{ code: 'list-nul', where: { line: 2, column: 18 } }]);
});

describe('a file of another kind is named, with what to do', () => {
  test.each([
    ['an Excel workbook', bytes('PK\x03\x04', [20, 0, 8, 8], '[Content_Types].xml')],
    [
      'a document of LibreOffice',
      'PK\x03\x04…mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
    ],
    ['a zip archive', 'PK\x03\x04…subscribed_members_export.csv'],
    ['a compressed file', bytes([0x1f, 0x8b, 8, 0])],
    ['a file of an old Excel or Word', bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1])],
    ['a PDF', '%PDF-1.7\n'],
    ['a picture', bytes([0x89], 'PNG\r\n')],
    ['a web page or XML', '\n<!DOCTYPE html><html><body>Log in</body></html>'],
    ['a web page or XML', Buffer.from('\ufeff<html>', 'utf16le')],
    ['JSON', '[{"email": "ana@example.org"}]'],
    ['JSON', '\ufeff{\n  "people": []}'],
    ['a file of address cards', 'BEGIN:VCARD\r\nVERSION:3.0\r\n'],
    ['a text document', '{\\rtf1\\ansi'],
    ['a file of some other kind', bytes(Array.from({ length: 400 }, (_, at) => (at * 7) % 32))],
  ])('%s', async (what, content) => {
    await expect(read(content)).rejects.toMatchObject({
      code: 'list-not-csv',
      message: expect.stringContaining(`This is no CSV file, but ${what}`),
      fix: expect.stringMatching(/CSV/),
      where: { line: 1, column: 1 },
    });
  });

  test('and a list whose first column only begins like one is read', async () => {
    for (const start of ['[id]', '<name>', '{key}', 'PKZ', '%PDF']) {
      const { rows } = await read(`${start},email\n1,a@example.org\n`);
      expect(rows[0]?.cells[0]).toBe(start);
    }
  });
});

describe('the delimiter', () => {
  test.each([
    ['sep=;\r\nemail;name\r\na@example.org;Ana, B.\r\n', "Excel's line"],
    ['\ufeff"sep=;"\nemail;name\na@example.org;Ana, B.\n', "Excel's line, in quotation marks"],
    ['sep=;;;\nemail;name\na@example.org;Ana, B.\n', "Excel's line, saved again"],
  ])('%j: %s, which counts as a line and is no row', async (content) => {
    const { rows } = await read(content);
    expect(rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [2, 'email', 'name'],
      [3, 'a@example.org', 'Ana, B.'],
    ]);
  });

  test.each([
    ['email|name, in full\na@example.org|Ana\n', 'a pipe'],
    ['Name, first;Email\nAna;a@example.org\n', 'the one that makes a column of addresses'],
    ['"a,b,c,d";"Email"\nAna;a@example.org\n', 'not those in quotation marks'],
  ])('%j: %s', async (content) => {
    expect((await read(content)).rows.map(({ cells }) => cells.length)).toEqual([2, 2]);
  });

  test('a list of one column has none', async () => {
    const { rows } = await read('email\na@example.org\n"b@example.org"\n');
    expect(rows.map(({ cells }) => cells)).toEqual([
      ['email'],
      ['a@example.org'],
      ['b@example.org'],
    ]);
  });
});

test('whatever is in a file, its rows come out or an error says what is wrong', async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((one) => Buffer.from(one)),
    fc
      .constantFrom('email', ',', ';', '\t', '"', '\n', '\r\n', '\0', 'sep=;\n', '\ufeff', 'é')
      .map((one) => Buffer.from(one)),
    fc.constantFrom('email,', 'a@example.org\n').map((one) => Buffer.from(one, 'utf16le')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
      try {
        const { rows } = await read(Buffer.concat(pieces));
        for (const { line } of rows) expect(line).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(OutcryError);
      }
    }),
    { numRuns: 400 },
  );
});
