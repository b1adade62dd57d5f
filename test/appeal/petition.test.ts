import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseAppeal } from '../../src/appeal/read-appeal.ts';
import { readEditions } from '../../src/appeal/read-editions.ts';

/** Line 8 of the file is the first that a case adds to the petition. */
const appeal = (more: string, statement = 'Keep it.') => `---
subject: Keep it open
petition:
  slug: keep
  target: Ministry
  statement: ${statement}
  goal: 100
${more.replace(/^/gm, '  ')}
---
Hello.
`;
const read = (more: string, now?: number) => parseAppeal('letter.md', appeal(more), { now });

test('a petition may say what it asks, when it ends, and what follows', () => {
  const { value, problems } = read(`stretch: [200, 500]
closes: 2026-12-31
image: { src: https://example.org/a.jpg, alt: A river }
next: { text: Write to her., button: Write, link: https://example.org/write }
fields: { first_name: optional, last_name: required, email: required, postcode: no, country: optional, comment: no }
consents: [news, show, { name: age, text: I am 16 or older., required: true }]`);
  expect(problems).toEqual([]);
  expect(value?.frontMatter.petition).toEqual({
    slug: 'keep',
    target: 'Ministry',
    statement: 'Keep it.',
    goal: 100,
    stretch: [200, 500],
    closes: '2026-12-31',
    image: { src: 'https://example.org/a.jpg', alt: 'A river' },
    next: { text: 'Write to her.', button: 'Write', link: 'https://example.org/write' },
    fields: {
      first_name: 'optional',
      last_name: 'required',
      email: 'required',
      postcode: 'no',
      country: 'optional',
      comment: 'no',
    },
    consents: [
      { name: 'news', required: false },
      { name: 'show', required: false },
      { name: 'age', text: 'I am 16 or older.', required: true },
    ],
  });
});

describe('a petition that is not right is told with its place', () => {
  test.each([
    ['fields: { postcode: maybe }', '8:23', 'required, optional or no', 'a rule that there is not'],
    ['fields: { postcode: false }', '8:23', 'required, optional or no', 'a rule in other words'],
    ['fields: { phone: required }', '8:13', 'Known here: first_name', 'a field that there is not'],
    ['fields: { postcod: required }', '8:13', 'Did you mean "postcode"?', 'a misspelt field'],
    ['fields: { email: no }', '8:20', 'Take the line out', 'no address'],
    ['fields: all', '8:11', 'group of settings', 'no group'],
    ['consents: news', '8:13', 'write [news, show]', 'no list'],
    ['consents: [new]', '8:14', 'news or show', 'a name without words'],
    ['consents: [{ name: age }]', '8:14', 'Add "text:"', 'a name without words, in a group'],
    ['consents: [{ name: Age 16, text: x }]', '8:22', 'small letters', 'a name with a space'],
    ['consents: [{ name: news, required: true }]', '8:38', 'condition of signing', 'forced'],
    ['consents: [news, news]', '8:20', 'twice', 'one that stands twice'],
    ['consents: [news, 5]', '8:20', 'news or show', 'a number'],
    ['consents: [{ text: I agree. }]', '8:14', 'Add "name:"', 'words without a name'],
    ['stretch: 200', '8:12', 'not a list', 'a goal that is no list'],
    ['stretch: [200, 150]', '8:18', 'smallest first', 'goals that shrink'],
    ['stretch: [100]', '8:13', 'smallest first', 'the same goal again'],
    ['stretch: [1.5]', '8:13', 'whole number', 'half a signature'],
    ['closes: 31/12/2026', '8:11', '2026-12-31', 'another order'],
    ['closes: 2026-02-30', '8:11', 'no such day', 'a day that there is not'],
    ['closes: 2026-12', '8:11', '2026-12-31', 'a month'],
    ['image: { src: "http://example.org/a.jpg", alt: x }', '8:17', 'https://', 'no https'],
    ['image: { src: "https://example.org/a.jpg" }', '8:3', 'Add "alt:"', 'no words for the blind'],
    ['next: { text: a, button: b, link: nowhere }', '8:37', 'web address', 'no address'],
  ])('%s', (more, at, words, _why) => {
    const { problems } = read(more);
    const [problem] = problems;
    expect(problems).toHaveLength(1);
    expect(`${problem?.where?.line}:${problem?.where?.column}`).toBe(at);
    expect(`${problem?.what} ${problem?.fix}`.toLowerCase()).toContain(words.toLowerCase());
    expect(problem?.what).not.toMatch(/undefined|invalid/i);
  });
});

describe('the last day of a petition', () => {
  const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

  test.each([
    ['2026-12-30', 0, 'before'],
    ['2027-01-01', 0, 'on the day after, which is still that day on some islands'],
    ['2027-01-02', 1, 'after'],
  ])('on %s has %d problems: %s', (today, count) => {
    const { problems } = read('closes: 2026-12-31', noon(today) - 1);
    expect(problems.map(({ code, where }) => `${code} ${where?.line}:${where?.column}`)).toEqual(
      Array(count).fill('petition-closed 8:11'),
    );
  });
});

describe('an edition in another language', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'outcry-petition-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const ALL = `stretch: [200]
closes: 2026-12-31
fields: { postcode: required }
consents: [news]`;
  const edition = (more: string) =>
    appeal(more, 'Dejadlo abierto.').replace('  goal: 100\n', '').replace('  slug: keep\n', '');

  async function readBoth(first: string, second: string) {
    writeFileSync(path.join(folder, 'letter.md'), appeal(first));
    writeFileSync(path.join(folder, 'letter.es.md'), edition(second));
    return readEditions(path.join(folder, 'letter.md'), 'en');
  }

  test('takes over what has no language', async () => {
    const { value, problems } = await readBoth(ALL, '');
    expect(problems).toEqual([]);
    expect(value?.[1]?.appeal.frontMatter.petition).toMatchObject({
      statement: 'Dejadlo abierto.',
      stretch: [200],
      closes: '2026-12-31',
      fields: { postcode: 'required' },
      consents: [{ name: 'news' }],
    });
  });

  test.each([
    ['', 'closes: 2026-11-30', 6, 'closes is 2026-11-30 here and not given in letter.md'],
    ['fields: { country: required }', 'fields: { country: no }', 6, '{country:no} here'],
    ['consents: [news]', 'consents: [news, show]', 6, 'consents are not those of letter.md'],
    [
      'consents: [{ name: age, text: I am 16. }]',
      'consents: [{ name: age, text: Tengo 16., required: true }]',
      6,
      'consents are not those of letter.md',
    ],
    ['consents: [{ name: age, text: I am 16. }]', '', 3, '"age" has the words of letter.md'],
  ])('must agree with the first one: %s and %s', async (first, second, line, what) => {
    const { problems } = await readBoth(first, second);
    expect(problems).toMatchObject([
      { code: 'edition-petition', what: expect.stringContaining(what), where: { line } },
    ]);
  });

  test('gives consents in its own words', async () => {
    const own = (text: string) => `consents: [{ name: age, text: ${text} }]`;
    expect((await readBoth(own('I am 16.'), own('Tengo 16.'))).problems).toEqual([]);
  });
});
