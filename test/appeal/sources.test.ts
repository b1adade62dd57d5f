import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAppeal } from '../../src/appeal/read-appeal.ts';

const NOVEMBER_2026 = Date.UTC(2026, 10, 25);
const folder = mkdtempSync(path.join(tmpdir(), 'sources-'));
const file = path.join(folder, 'letter.md');
const json = (items: readonly object[]) => JSON.stringify(items, null, 2);
beforeAll(() => {
  writeFileSync(
    path.join(folder, 'zotero.json'),
    json([
      { id: 'slate', title: 'Need Not Apply', 'container-title': 'Slate' },
      { id: 'never', title: 5, issued: { 'date-parts': [[2018, 99]] } },
      { id: 'later', title: 'Later', issued: { 'date-parts': [[2027, 1]] } },
      { id: 'broken', publisher: 'Nobody' },
    ]),
  );
  writeFileSync(
    path.join(folder, 'mendeley.json'),
    json([
      { id: 'slate', title: 'Another One' },
      { id: 'later', title: 'Later', issued: { 'date-parts': [[2027, 1]] } },
    ]),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** `sources:` starts in line 4 of the file. */
const appeal = (sources: string, body: string) =>
  parseAppeal(
    file,
    `---
subject: Keep it open
petition: { slug: keep, target: Ministry, statement: Keep it., goal: 100 }
${sources}
---
${body}
`,
    { now: NOVEMBER_2026 },
  );
const told = (sources: string, body: string) =>
  appeal(sources, body).problems.map(
    ({ severity, code, where }) =>
      `${severity} ${code} ${path.basename(where?.file ?? '')}:${where?.line}:${where?.column}`,
  );

describe('sources of files', () => {
  test.each([
    ['one file', 'sources: zotero.json'],
    ['a list of files', 'sources: [zotero.json]'],
    ['a file and sources of the letter’s own', 'sources: [zotero.json, { own: { title: O } }]'],
  ])('%s', (_reason, sources) => {
    const { value, problems } = appeal(
      sources,
      `x[@slate]${sources.includes('own') ? '[@own]' : ''}`,
    );
    expect(problems).toEqual([]);
    expect(value?.notes[0]?.sources).toEqual([
      { key: 'slate', title: 'Need Not Apply', publisher: 'Slate' },
    ]);
  });

  test.each([
    ['only what is cited matters', 'sources: zotero.json', '[@slate]', []],
    [
      'a mistake in what is cited',
      'sources: zotero.json',
      '[@broken]',
      ['error source-invalid zotero.json:31:3'],
    ],
    [
      'a mistake that is cited twice is told once',
      'sources: zotero.json',
      '[@broken][@broken]',
      ['error source-invalid zotero.json:31:3'],
    ],
    ['an unknown key', 'sources: zotero.json', '[@slat]', ['error citation-unknown letter.md:6:2']],
    [
      'a file that is not there hides what it may hold',
      'sources: [zotero.json, none.json]',
      '[@slate][@other]',
      ['error sources-unreadable letter.md:4:24'],
    ],
    [
      'one key for two articles',
      'sources: [zotero.json, mendeley.json]',
      '[@slate]',
      ['error source-key-twice mendeley.json:2:3'],
    ],
    [
      'one article in both files under one key',
      'sources: [zotero.json, mendeley.json]',
      '[@later]',
      ['warning source-key-twice mendeley.json:6:3', 'warning date-future zotero.json:22:5'],
    ],
    [
      'one key in a file and in the letter',
      'sources: [zotero.json, { slate: { title: T } }]',
      '[@slate]',
      ['error source-key-twice letter.md:4:26'],
    ],
    ['a file that is a number', 'sources: 5', '', ['error front-matter-invalid letter.md:4:10']],
    [
      'a list of what is no file',
      'sources: [5]',
      '',
      ['error front-matter-invalid letter.md:4:11'],
    ],
  ])('%s', (_reason, sources, body, expected) => {
    expect(told(sources, body)).toEqual(expected);
  });
});

const source = (fields: string) => `sources: { a: { title: T, ${fields} } }`;

describe('a source of the letter', () => {
  test.each([
    ['author: Ann Lee', { authors: ['Ann Lee'] }],
    ['authors: Ann Lee', { authors: ['Ann Lee'] }],
    ['authors: [Ann Lee, Bo Orr]', { authors: ['Ann Lee', 'Bo Orr'] }],
    ['date: 2018-03-13/2018-03-15', { date: '2018-03-13/2018-03-15' }],
    ['accessed: 2018-03', { accessed: '2018-03' }],
  ])('may say %s', (fields, expected) => {
    const { value, problems } = appeal(source(fields), '[@a]');
    expect(problems).toEqual([]);
    expect(value?.notes[0]?.sources).toEqual([{ key: 'a', title: 'T', ...expected }]);
  });

  test.each([
    ['a date to come', 'date: 2027-01-01', ['warning date-future letter.md:4:33']],
    ['a month to come', 'date: 2026-12', ['warning date-future letter.md:4:33']],
    [
      'a range that ends later',
      'date: 2026-11-01/2026-12-01',
      ['warning date-future letter.md:4:33'],
    ],
    ['today, where it is tomorrow already', 'date: 2026-11-25', []],
    ['this month', 'date: 2026-11', []],
    ['this year', 'date: 2026', []],
    ['a range from end to start', 'date: 2019/2018', ['error front-matter-invalid letter.md:4:33']],
    [
      'a range of no days',
      'date: 2018-02-01/2018-02-30',
      ['error front-matter-invalid letter.md:4:33'],
    ],
  ])('%s', (_reason, fields, expected) => {
    expect(told(source(fields), '[@a]')).toEqual(expected);
  });

  test('dated in the future is not told without a clock', () => {
    const text = `---\nsubject: S\npetition: { slug: k, target: M, statement: K., goal: 1 }\n${source('date: 2999')}\n---\n[@a]`;
    expect(parseAppeal('letter.md', text).problems).toEqual([]);
  });

  test('under a key that needs braces is cited with them', () => {
    expect(appeal('sources: { "a key": { title: T } }', 'x').problems[0]?.fix).toContain(
      '[@{a key}]',
    );
  });
});

describe('the same article under two keys', () => {
  test('that are two names of one item: nothing is to be removed', () => {
    const item = { id: 'a', 'citation-key': 'b', title: 'One', publisher: 'The Paper' };
    writeFileSync(path.join(folder, 'one.json'), json([item]));
    expect(appeal('sources: one.json', '[@a; @b]').problems).toMatchObject([
      { code: 'source-double', fix: 'Cite it as [@b] everywhere.' },
    ]);
  });

  const two = (a: string, b: string) =>
    told(`sources:\n  a: { title: One, ${a} }\n  b: { title: One, ${b} }`, '[@a; @b]');
  const WARNING = ['warning source-double letter.md:6:3'];

  test.each([
    ['the same address', 'url: "https://example.org/x"', 'url: "https://example.org/x"', WARNING],
    [
      'but for scheme, www., last slash, anchor and marks of campaigns',
      'url: "https://www.example.org/x?a=1&b=2"',
      'url: "http://example.org/x/?b=2&a=1&utm_source=mail#top"',
      WARNING,
    ],
    ['another page', 'url: "https://example.org/?p=1"', 'url: "https://example.org/?p=2"', []],
    ['another path', 'url: "https://example.org/x"', 'url: "https://example.org/y"', []],
    [
      'the same title, publisher and date',
      'publisher: "The Paper", date: 2018-03-13',
      'publisher: the paper, date: 2018-03-13, url: "https://example.org/x"',
      WARNING,
    ],
    ['another day', 'publisher: P, date: 2018-03-13', 'publisher: P, date: 2018-03-14', []],
    ['the same title, and nothing else known', 'accessed: 2018', 'accessed: 2018', []],
  ])('%s', (_reason, a, b, expected) => {
    expect(two(a, b)).toEqual(expected);
  });

  test('says which is the first, and where', () => {
    const sources = 'sources:\n  a: { title: One, date: 2018 }\n  b: { title: One, date: 2018 }';
    const [problem] = appeal(sources, '[@a; @b]').problems;
    expect(problem?.what).toContain('"a" and "b" are the same article; the first stands at line 5');
    expect(problem?.fix).toContain('[@a]');
  });
});

test('notes are reused where the front matter says so', () => {
  const sources = 'citations: reuse\nsources: { a: { title: T } }';
  expect(appeal(sources, '[@a] [@a]').value?.notes).toMatchObject([{ number: 1, citations: 2 }]);
  expect(told('citations: again', 'x')).toEqual(['error front-matter-invalid letter.md:4:12']);
});
