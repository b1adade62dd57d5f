import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCslFile } from '../../src/appeal/csl-file.ts';
import { cslItemSchema, sourceOf as readItem } from '../../src/appeal/csl-item.ts';

const FIXTURES = 'test/fixtures/sources';
const WHERE = { file: 'letter.md', line: 5, column: 10 };
const entriesOf = (file: string) =>
  new Map((readCslFile(file, WHERE).value ?? []).map((entry) => [entry.key, entry]));
const zotero = entriesOf(`${FIXTURES}/zotero.json`);
const mendeley = entriesOf(`${FIXTURES}/mendeley.json`);

describe('an item of an export', () => {
  const sourceOf = (item: object) => readItem('a', cslItemSchema.parse({ title: 'A', ...item }));

  test.each([
    ['王', '小明', '王小明'],
    ['村上', '春樹', '村上春樹'],
    ['한', '강', '한강'],
    ['스미스', 'John', 'John 스미스'],
    ['スミス', 'ジョン', 'ジョン スミス'],
    ['Гельман', 'Владимир', 'Владимир Гельман'],
  ])('names %s, %s as they are read in their own script', (family, given, expected) => {
    expect(sourceOf({ author: [{ family, given }] }).authors).toEqual([expected]);
  });

  test.each([
    [{ 'container-title': 'U.S.C.', volume: 42, section: '12101' }, '42 U.S.C. § 12101'],
    [
      { 'container-title': 'Stat.', volume: '104', number: 'Pub. L. 101-336' },
      'Pub. L. 101-336, 104 Stat.',
    ],
    [
      { number: 'H.R. 4', section: '§§ 2–3', authority: '117th Congress' },
      'H.R. 4, §§ 2–3, 117th Congress',
    ],
  ])('finds the place of a law in its code: %j', (fields, expected) => {
    expect(sourceOf({ type: 'legislation', ...fields }).publisher).toBe(expected);
  });

  test.each([
    [
      'a newspaper article of Better BibTeX',
      'lithwickDomesticAbuse2018',
      {
        title: 'Domestic Abuse Victims Need Not Apply',
        authors: ['Dahlia Lithwick'],
        publisher: 'Slate',
        date: '2018-03-13',
        accessed: '2018-06-01',
        url: 'https://slate.com/domestic-abuse-victims',
      },
    ],
    [
      "a case, by its citation key instead of Zotero's own",
      'arcg2014',
      { title: 'Matter of A-R-C-G-', publisher: '26 I&N Dec. 388, BIA', date: '2014' },
    ],
    [
      'a title with html, and no date',
      'tips',
      {
        title: 'Tips & wages: CO2 is next',
        publisher: 'Bus & Tram',
        accessed: '2018-03-23',
        url: 'https://example.org/tips',
      },
    ],
    [
      'names with particles and suffixes, and a range of years',
      'beethoven',
      {
        title: 'Letters',
        publisher: 'Harbour Press',
        authors: ['Ludwig van Beethoven', 'Martin Luther King, Jr.'],
        date: '1810/1812',
      },
    ],
    [
      'a chapter with editors and a season',
      'hearing',
      {
        title: 'The Door',
        authors: ['The Safe Harbour Group', 'Ada Okafor (eds.)'],
        publisher: 'On Asylum, Port Press',
        date: '2017-23',
        pages: '45–67',
      },
    ],
    [
      'a journal article with a DOI, of about a month',
      'journal',
      {
        title: 'Night Buses',
        authors: ['A. One', 'B. Two', 'C. Three', 'D. Four'],
        publisher: 'Review of Transit 12(3)',
        date: '2016-05~',
        pages: '1–20',
        url: 'https://doi.org/10.1000/night.12',
      },
    ],
    [
      'a bill of several days',
      'bill',
      {
        title: 'Keep the Door Open Act',
        publisher: 'H.R. 1234, 115th Congress',
        date: '2018-04-17/2018-04-19',
      },
    ],
    [
      'a report by who publishes it, with a raw date',
      'wire',
      { title: 'Counting Hands', publisher: 'Harbour Wire', date: '2018-03-09' },
    ],
    [
      'a speech with a date in words',
      'talk',
      { title: 'What a Door Is', publisher: 'Harbour Conference', date: 'Easter 2018' },
    ],
  ])('%s', (_reason, key, expected) => {
    expect(zotero.get(key)?.read()).toEqual({ value: { key, ...expected }, problems: [] });
  });

  test.each([
    [
      'a literal name',
      'ITEM-1',
      {
        title: 'Domestic violence ruling may help thousands of immigrants get asylum',
        authors: ['Staff'],
        publisher: 'Los Angeles Times',
        date: '2014-09-05',
      },
    ],
    ['an empty date, and a number for a key', '2', { title: 'No Day Given' }],
  ])('of Mendeley: %s', (_reason, key, expected) => {
    expect(mendeley.get(key)?.read()).toEqual({ value: { key, ...expected }, problems: [] });
  });

  test("may be cited by Zotero's own id as well", () => {
    const entry = zotero.get('http://zotero.org/users/1234567/items/ABCD2345');
    expect(entry?.read().value?.title).toBe('Matter of A-R-C-G-');
  });

  test('with mistakes is told, each at its place', () => {
    const told = zotero
      .get('untitled')
      ?.read()
      .problems.map(({ code, what, where }) => `${code} ${where?.line}:${where?.column} ${what}`);
    expect(told).toEqual([
      'source-invalid 98:3 "title" of the source "untitled" is not right: it has no title.',
      'source-invalid 101:5 "issued" of the source "untitled" is not right: there is no 2018-13-40 in the calendar.',
      'source-invalid 102:12 "URL" of the source "untitled" is not right: it is not a web address.',
    ]);
  });
});

const item = (fields: object) => ({ id: 'x', title: 'X', ...fields });

describe('a file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sources-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'sources.json');
  const read = (content: string | Buffer) => {
    writeFileSync(file, content);
    return readCslFile(file, WHERE);
  };
  const sourceOf = (fields: object) => read(JSON.stringify([item(fields)])).value?.[0]?.read();

  test.each([
    ['a byte order mark', '\uFEFF[{"id": "x", "title": "X"}]'],
    ['the wrapping of the web service', '{"items": [{"id": "x", "title": "X"}]}'],
    ["the wrapping of Pandoc's metadata", '{"references": [{"id": "x", "title": "X"}]}'],
    ['a comma too many, as people write', '[{"id": "x", "title": "X",},]'],
    ['tabs', '[\n\t{\n\t\t"id": "x",\n\t\t"title": "X"\n\t}\n]\n'],
    ['no keys, and what is no item', '[{"id": "x", "title": "X"}, {"title": "Y"}, null, 5]'],
  ])('with %s is read', (_reason, content) => {
    const { value, problems } = read(content);
    expect(problems).toEqual([]);
    expect(value?.map((entry) => entry.read().value)).toEqual([{ key: 'x', title: 'X' }]);
  });

  test.each([
    ['is no JSON', '[\n  {"id": "x" "title": "X"}\n]', '2:14', 'is not valid JSON'],
    ['is cut off', '[\n  {"id": "x"', '2:13', 'is not valid JSON'],
    ['is BibTeX', '@article{x, title = {X}}', '1:1', 'is not valid JSON'],
    ['is empty', '', '1:1', 'holds no list of sources'],
    ['is one text', '"x"', '1:1', 'holds no list of sources'],
    ['is not UTF-8', Buffer.from('["caf\xe9"]', 'latin1'), '5:10', 'is not UTF-8'],
  ])('that %s is told', (_reason, content, place, what) => {
    const [problem, ...others] = read(content).problems;
    expect(others).toEqual([]);
    expect(problem?.code).toBe('sources-unreadable');
    expect(problem?.what).toContain(what);
    expect(`${problem?.where?.line}:${problem?.where?.column}`).toBe(place);
    expect(problem?.fix).toContain('CSL JSON');
  });

  test('that is not there is told where the appeal names it', () => {
    expect(readCslFile(path.join(folder, 'none.json'), WHERE).problems).toMatchObject([
      { code: 'sources-unreadable', where: WHERE },
    ]);
  });

  test.each([
    [{ issued: { 'date-parts': [[2018, 3, 13]] } }, '2018-03-13'],
    [{ issued: { 'date-parts': [['2018', '3']] } }, '2018-03'],
    [{ issued: { 'date-parts': [[2018, 0, 0]] } }, '2018'],
    [{ issued: { 'date-parts': [[2018, null]] } }, '2018'],
    [{ issued: { 'date-parts': [[null]], literal: 'last week' } }, 'last week'],
    [{ issued: { 'date-parts': [[2018], []] } }, '2018'],
    [
      {
        issued: {
          'date-parts': [
            [2018, 1],
            [2018, 3],
          ],
        },
      },
      '2018-01/2018-03',
    ],
    [
      {
        issued: {
          'date-parts': [
            [2018, 3, 13],
            [2018, 3, 13],
          ],
        },
      },
      '2018-03-13',
    ],
    [{ issued: { 'date-parts': [[2018]], season: 'Spring' } }, '2018-21'],
    [{ issued: { 'date-parts': [[2018, 14]] } }, '2018-22'],
    [{ issued: { 'date-parts': [[2018]], season: 'Michaelmas' } }, 'Michaelmas 2018'],
    [{ issued: { 'date-parts': [[2018]], circa: '1' } }, '2018~'],
    [{ issued: { 'date-parts': [[2018]], circa: false } }, '2018'],
    [{ issued: { raw: '2018-03-13' } }, '2018-03-13'],
    [{ issued: { raw: '2018-03-13T10:00:00Z' } }, '2018-03-13'],
    [{ issued: { raw: 'March 2018' } }, 'March 2018'],
    [{ issued: { literal: '[n. d.]' } }, undefined],
    [{ issued: { literal: 's. f.' } }, undefined],
    [{ issued: '2018-03-13/2018-03-15' }, '2018-03-13/2018-03-15'],
    [{ issued: '2018~' }, '2018~'],
    [{ issued: 2018 }, '2018'],
    [{ issued: {} }, undefined],
    [{ issued: [] }, undefined],
    [{ issued: null }, undefined],
  ])('dates: %j is %s', (fields, date) => {
    expect(sourceOf(fields)).toEqual({
      value: date === undefined ? { key: 'x', title: 'X' } : { key: 'x', title: 'X', date },
      problems: [],
    });
  });

  test.each([
    [{ issued: { 'date-parts': [[2018, 2, 30]] } }, 'there is no 2018-02-30 in the calendar'],
    [{ issued: { 'date-parts': [['March']] } }, '["March"] is no date'],
    [{ issued: { 'date-parts': 2018 } }, '"date-parts" is no list'],
    [{ issued: { raw: '2018-13-01' } }, 'there is no 2018-13-01 in the calendar'],
    [{ issued: true }, 'it is no date'],
    [{ author: 'Ann' }, 'it is not a list of names'],
    [{ author: ['Ann'] }, 'it is not a name'],
    [{ title: { en: 'X' } }, 'it is not a text'],
    [{ title: '' }, 'it has no title'],
    [{ URL: 'javascript:alert(1)' }, 'it is not a web address'],
  ])('mistakes: %j', (fields, what) => {
    const { problems = [] } = sourceOf(fields) ?? {};
    expect(problems.map((problem) => problem.code)).toEqual(['source-invalid']);
    expect(problems[0]?.what).toContain(what);
  });

  test.each([
    [
      { title: ['One', 'Two'], 'container-title': ['Paper'] },
      { title: 'One', publisher: 'Paper' },
    ],
    [{ DOI: 'https://doi.org/10.1/a b' }, { url: 'https://doi.org/10.1/a%20b' }],
    [{ DOI: 'doi:10.1/a', URL: 'https://example.org/' }, { url: 'https://example.org/' }],
    [{ 'custom field': { any: 'thing' } }, {}],
    [{ title: ' Two\n lines ' }, { title: 'Two lines' }],
    [{ title: '3 < 4 & 5 > 2' }, { title: '3 < 4 & 5 > 2' }],
  ])('fields: %j', (fields, expected) => {
    expect(sourceOf(fields)).toEqual({
      value: { key: 'x', title: 'X', ...expected },
      problems: [],
    });
  });
});
