import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseAppeal, readAppeal } from '../../src/appeal/read-appeal.ts';
import { OutcryError } from '../../src/errors.ts';

const FRONT = `subject: Keep it open
petition: { slug: keep, target: Ministry, statement: Keep it., goal: 100 }
`;
/** Line 4 of the file is the first of what a case adds. */
const appeal = (more = '', body = 'Hello.') => `---\n${FRONT}${more}\n---\n${body}\n`;
const told = (text: string) =>
  parseAppeal('letter.md', text).problems.map(
    ({ code, where }) => `${code} ${where?.file}:${where?.line}:${where?.column}`,
  );
const fix = (text: string) => parseAppeal('letter.md', text).problems[0]?.fix;
const SOURCES = 'sources:\n  a: { title: One, date: ';

describe('an appeal that is right', () => {
  test('keeps its lines, the front matter blank', () => {
    const { value, problems } = parseAppeal('x/letter.md', appeal('team: us', 'Hello.\n\nBye.'));
    expect(problems).toEqual([]);
    expect(value?.name).toBe('letter');
    expect(value?.body.split('\n')).toEqual(['', '', '', '', '', 'Hello.', '', 'Bye.', '']);
    expect(value?.frontMatter).toMatchObject({ subject: 'Keep it open', template: 'petition' });
  });

  test.each([
    ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['spaces after the dashes', (text: string) => text.replaceAll('---\n', '---  \n')],
    ['no line break at the end', (text: string) => text.trimEnd()],
  ])('reads the same with %s', (_reason, change) => {
    const one = parseAppeal('letter.md', appeal()).value;
    const other = parseAppeal('letter.md', change(appeal())).value;
    expect(other?.frontMatter).toEqual(one?.frontMatter);
    expect(other?.body.trimEnd()).toBe(one?.body.trimEnd());
  });

  test.each(['2018', '2018-03', '2018-03-13', '"2018"', '2020-02-29'])(
    'takes the date %s',
    (date) => {
      const { value, problems } = parseAppeal('letter.md', appeal(`${SOURCES}${date} }`, 'x[@a]'));
      expect(problems).toEqual([]);
      expect(value?.notes[0]?.sources[0]?.date).toBe(date.replaceAll('"', ''));
    },
  );

  test('takes a name and an address, or an address alone', () => {
    const { value } = parseAppeal(
      'letter.md',
      appeal('from: { name: Us, email: us@example.org }\nreply_to: us@example.org'),
    );
    expect(value?.frontMatter.from).toEqual({ name: 'Us', email: 'us@example.org' });
    expect(value?.frontMatter.reply_to).toEqual({ email: 'us@example.org', name: undefined });
  });
});

describe('a mistake is told with its place', () => {
  test.each([
    [
      'an unknown setting',
      appeal('tagine: x'),
      'front-matter-unknown-key letter.md:4:1',
      'Did you mean "tagline"?',
    ],
    [
      'an unknown setting inside',
      appeal('hotline: { label: x, number: y, numbr: y }'),
      'front-matter-unknown-key letter.md:4:33',
      'Did you mean "number"?',
    ],
    [
      'a comma in a text between braces',
      appeal('hotline: { label: Free, of charge, number: "1" }'),
      'front-matter-unknown-key letter.md:4:25',
      'Put quotes around',
    ],
    [
      'a date that is no day',
      appeal(`${SOURCES}2018-02-30 }`, 'x[@a]'),
      'front-matter-invalid letter.md:5:26',
      '',
    ],
    [
      'a date in words',
      appeal(`${SOURCES}"March 13, 2018" }`, 'x[@a]'),
      'front-matter-invalid letter.md:5:26',
      '',
    ],
    [
      'a month that is none',
      appeal(`${SOURCES}2018-13 }`, 'x[@a]'),
      'front-matter-invalid letter.md:5:26',
      '',
    ],
    [
      'a source without a title',
      appeal('sources:\n  a: { publisher: P }', 'x[@a]'),
      'front-matter-missing letter.md:5:3',
      'Add "title:"',
    ],
    [
      'a source that nobody cites',
      appeal('sources:\n  a: { title: T }'),
      'source-uncited letter.md:5:3',
      'Cite it in the letter with [@a]',
    ],
    [
      'a source whose key stands in brackets without its @',
      appeal('sources:\n  latimes: { title: T }', 'He fled. [latimes]'),
      'source-uncited letter.md:7:10',
      'Write [@latimes]',
    ],
    [
      'a source that is cited under a name like its own',
      appeal('sources:\n  latimes: { title: T }', 'x[@latime]'),
      'citation-unknown letter.md:7:3',
      'Did you mean "latimes"?',
    ],
    [
      'sources of a citation that cannot be read',
      appeal('sources:\n  a: { title: T }\n  b: { title: U }', 'x[@a, @b]'),
      'citation-unreadable letter.md:8:2',
      '[@first; @second]',
    ],
    [
      'a source of one that lacks its @',
      appeal('sources:\n  a: { title: T }\n  b: { title: U }', 'x[@a; b]'),
      'citation-unreadable letter.md:8:2',
      'Write @b',
    ],
    [
      'a source of one that is never closed',
      appeal('sources:\n  a: { title: T }', 'x [@a, p. 3'),
      'citation-unreadable letter.md:7:3',
      'Put a "]"',
    ],
    [
      'a source of one in the text of a link',
      appeal('sources:\n  a: { title: T }', '[x[@a]](https://example.org/)'),
      'citation-unreadable letter.md:7:3',
      'behind the link',
    ],
    [
      'a source whose key is only the name of a link, or code',
      appeal(
        'sources:\n  a: { title: T }',
        '[a](https://example.org/) [x][a] `[a]` \\[a]\n\n[a]: https://example.org/',
      ),
      'source-uncited letter.md:5:3',
      'Cite it in the letter with [@a]',
    ],
    [
      'a citation without a source',
      appeal('sources:\n  slate: { title: T }', 'x[@slate]y[@slat]'),
      'citation-unknown letter.md:7:12',
      'Did you mean "slate"?',
    ],
    [
      'a web address that is none',
      appeal('sources:\n  a: { title: T, url: "javascript:x" }', '[@a]'),
      'front-matter-invalid letter.md:5:23',
      '',
    ],
    [
      'an unknown setting of a sender',
      appeal('from: { nam: Us, email: us@example.org }'),
      'front-matter-unknown-key letter.md:4:9',
      'Did you mean "name"?',
    ],
    [
      'a sender without an address',
      appeal('from: { name: Us }'),
      'front-matter-missing letter.md:4:1',
      'Add "email:" under "from:"',
    ],
    ['an address that is none', appeal('reply_to: us'), 'front-matter-invalid letter.md:4:11', ''],
    [
      'a language that is none',
      appeal('lang: english please'),
      'front-matter-invalid letter.md:4:7',
      '',
    ],
    [
      'a template with its folder',
      appeal('template: letters/petition.mjml'),
      'front-matter-invalid letter.md:4:11',
      '',
    ],
    [
      'signers that are a text',
      appeal('signers: Ann and Bea'),
      'front-matter-invalid letter.md:4:10',
      '',
    ],
    [
      'a number that is to be a text',
      appeal('hotline: { label: x, number: 0800123 }'),
      'front-matter-invalid letter.md:4:30',
      '',
    ],
    ['a setting without a value', appeal('tagline:'), 'front-matter-invalid letter.md:4:1', ''],
    ['a goal in words', appeal().replace('100', 'many'), 'front-matter-invalid letter.md:3:70', ''],
    ['a goal of none', appeal().replace('100', '0'), 'front-matter-invalid letter.md:3:70', ''],
    [
      'no subject',
      appeal().replace('subject: Keep it open', 'team: us'),
      'front-matter-missing letter.md:2:1',
      'Add "subject:"',
    ],
    [
      'no goal',
      appeal().replace(', goal: 100', ''),
      'front-matter-missing letter.md:3:1',
      'Add "goal:"',
    ],
    [
      'what is not YAML',
      appeal('tagline: "open'),
      'front-matter-syntax letter.md:4:10',
      'at the end of the text',
    ],
    [
      'a colon in a text',
      appeal('tagline: One: two'),
      'front-matter-syntax letter.md:4:10',
      'tagline: "One: two"',
    ],
    ['the same setting twice', appeal('subject: Again'), 'front-matter-syntax letter.md:4:1', ''],
    [
      'the same source twice',
      appeal('sources:\n  a: { title: A }\n  b: { title: B }\n  a: { title: C }', '[@a][@b]'),
      'front-matter-syntax letter.md:7:3',
      'Take one of the two out',
    ],
    ['no front matter', 'Hello.', 'front-matter-missing letter.md:1:1', 'Start the file with'],
    ['an empty file', '', 'front-matter-missing letter.md:1:1', 'Start the file with'],
    [
      'front matter that never ends',
      `---\n${FRONT}\nHello.`,
      'front-matter-missing letter.md:1:1',
      '',
    ],
  ])('%s', (_reason, text, expected, advice) => {
    expect(told(text)).toEqual([expected]);
    expect(fix(text) ?? '').toContain(advice);
  });

  test('a key that stands twice is named, with both lines', () => {
    const text = appeal('sources:\n  a: { title: A }\n  "a": { title: B }', '[@a]');
    expect(parseAppeal('letter.md', text).problems[0]).toMatchObject({
      what: '"a" is given twice: first in line 5, and here again.',
      where: { line: 6 },
    });
  });

  test('several at once, all told', () => {
    const text = appeal('tagine: x\nlang: "?"\nreply_to: us').replace('100', 'many');
    expect(
      told(text)
        .map((line) => line.replace(/.*:(\d+):\d+$/, '$1'))
        .sort(),
    ).toEqual(['3', '4', '5', '6']);
  });

  test('what stands empty between the dashes lacks everything', () => {
    expect(told('---\n---\nHello.')).toEqual([
      'front-matter-missing letter.md:2:1',
      'front-matter-missing letter.md:2:1',
    ]);
  });

  test.each(
    parseAppeal('letter.md', appeal('lang: "?"\nsigners: x\nhotline: 5\ngoal: 1')).problems.map(
      (p) => [p.what, p],
    ),
  )('%s', (_what, problem) => {
    expect(problem.what).not.toMatch(/Invalid input|expected|received/);
  });
});

describe('a file that cannot be read', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'appeal-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is not there', async () => {
    await expect(readAppeal(path.join(folder, 'no.md'))).rejects.toMatchObject({
      code: 'appeal-unreadable',
      exit: 3,
      fix: expect.stringContaining('Check the path'),
    });
  });

  test('is a folder', async () => {
    await expect(readAppeal(folder)).rejects.toBeInstanceOf(OutcryError);
  });

  test('is not UTF-8', async () => {
    const file = path.join(folder, 'latin.md');
    writeFileSync(file, Buffer.from(appeal('team: caf\xe9'), 'latin1'));
    await expect(readAppeal(file)).rejects.toThrow('is not UTF-8 text');
  });
});

describe('a mistake of YAML is told once, at its place', () => {
  test.each([
    [
      'tabs in place of spaces',
      'from:\n\tname: a\n\temail: a@example.org\nimage:\n\tsrc: b',
      'front-matter-syntax letter.md:5:1',
      'write spaces instead',
    ],
    [
      'a list that is not closed',
      'signers: [\nteam: us\nclosing: x',
      'front-matter-syntax letter.md:4:10',
      'Write ] where it ends',
    ],
    [
      'a text that goes on after its quotation marks',
      'tagline: "Keep" the door open',
      'front-matter-syntax letter.md:4:10',
      `Write tagline: '"Keep" the door open'`,
    ],
    [
      'a text with an apostrophe in single quotes',
      "tagline: 'It's one minute'",
      'front-matter-syntax letter.md:4:10',
      'Write tagline: "It\'s one minute"',
    ],
    [
      'the letter right after the settings',
      'team: us\n\nDear friend, hello.',
      'front-matter-syntax letter.md:6:1',
      'put a line "---" above it',
    ],
    [
      'a name in capitals that must be there',
      'hotline: { label: x, Number: "1" }',
      'front-matter-unknown-key letter.md:4:22',
      'Did you mean "number"?',
    ],
  ])('%s', (_name, more, place, advice) => {
    expect(told(appeal(more))).toEqual([place]);
    expect(fix(appeal(more))).toContain(advice);
  });

  test('items of a list are counted as people count them', () => {
    const asks = 'asks:\n  - { title: a, text: b, button: c }\n  - { title: a, text: b }';
    const [problem] = parseAppeal('letter.md', appeal(asks)).problems;
    expect(problem?.what).toBe('"button" of the second of asks is missing.');
  });
});

describe('a value that cannot be right is told with what to write', () => {
  test.each([
    ['lang: english', '4:7', 'Write "en".'],
    ['lang: Spanish', '4:7', 'Write "es".'],
    ['lang: klingonish', '4:7', 'Write one so.'],
    ['button:', '4:1', 'Write something there, or take the line out.'],
    [`${SOURCES}"March 13, 2018" }`, '5:26', 'Write 2018-03-13.'],
    [`${SOURCES}3rd of May 2018 }`, '5:26', 'Write 2018-05-03.'],
    [`${SOURCES}March 2018 }`, '5:26', 'Write 2018-03.'],
    [`${SOURCES}03/04/2018 }`, '5:26', 'Write it so.'],
  ])('%s', (more, place, advice) => {
    const [problem, ...others] = parseAppeal('letter.md', appeal(more)).problems;
    expect(others.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(`${problem?.where?.line}:${problem?.where?.column}`).toBe(place);
    expect(problem?.fix).toBe(advice);
  });

  test.each(['en', 'es-MX', 'haw', 'ckb', 'zh-Hant'])('the language %s is right', (lang) => {
    expect(told(appeal(`lang: ${lang}`))).toEqual([]);
  });

  test('a goal with commas', () => {
    const text = `---\n${FRONT.replace(/petition.*/, 'petition:\n  slug: keep\n  target: x\n  statement: y\n  goal: 50,000')}---\nHi.\n`;
    expect(told(text)).toEqual(['front-matter-invalid letter.md:7:9']);
    expect(fix(text)).toBe('Write 50000.');
  });
});

test.each([
  ['begins', `${FRONT}---\nHello.\n`],
  ['begins', `\n${FRONT}---\nHello.\n`],
  ['ends', `---\n${FRONT}\nHello.\n`],
])('the line that %s the front matter is missing', (end, text) => {
  const [problem, ...others] = parseAppeal('letter.md', text).problems;
  expect(others).toEqual([]);
  expect(problem?.what).toBe(`The line "---" that ${end} the front matter is missing.`);
});
