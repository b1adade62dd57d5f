import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberCitations, readCitationMark, type Source } from '../../src/appeal/citations.ts';

const sources = new Map<string, Source>(
  ['a', 'b', 'c', 'nyt-adviser', 'dpa:2018'].map((key) => [key, { key, title: key }]),
);
const number = (text: string) => numberCitations('letter.md', text, sources);
const notes = (text: string) =>
  number(text).value?.notes.map((note) => note.sources.map((source) => source.key));
const told = (text: string) =>
  number(text).problems.map((p) => `${p.code} ${p.where?.line}:${p.where?.column}`);

describe('numbering', () => {
  test('each citation takes the next number, with its sources in the order written', () => {
    expect(notes('x[@a] y[@c; @b;@a] z[@a]')).toEqual([['a'], ['c', 'b', 'a'], ['a']]);
  });

  test('is dense, in order, and the same each time', () => {
    const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'nyt-adviser'), {
      minLength: 1,
      maxLength: 4,
    });
    const piece = fc.oneof(
      keys.map((list) => ({ list, text: `[${list.map((key) => `@${key}`).join('; ')}]` })),
      fc
        .constantFrom(
          ' words ',
          '\n\n',
          '"q"',
          '`[@a]`',
          '\\[@a]',
          'a@b.example',
          '[link](x)',
          '🦉',
        )
        .map((text) => ({ list: undefined, text })),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.map((p) => p.text).join(' ');
        const { value, problems } = number(text);
        expect(problems).toEqual([]);
        const cited = pieces.flatMap((p) => (p.list ? [p.list] : []));
        expect(value?.notes).toEqual(
          cited.map((list, index) => ({
            number: index + 1,
            sources: list.map((key) => ({ key, title: key })),
          })),
        );
        expect(value?.text).toHaveLength(text.length);
        expect(value?.text.split('\n').length).toBe(text.split('\n').length);
        expect(number(text)).toEqual(number(text));
        const marks = [...(value?.text ?? '').matchAll(/\[[\uE001-\uF8FE]/g)];
        expect(
          marks.map((m) => readCitationMark(value?.text.slice(m.index) ?? '')?.number),
        ).toEqual(cited.map((_list, index) => index + 1));
      }),
    );
  });

  test('a mark is as long as what it stands for, so that columns after it stay right', () => {
    const text = 'one[@nyt-adviser; @a] two\nthree[@a;\n @b] four';
    const marked = number(text).value?.text ?? '';
    expect(marked.indexOf(' two')).toBe(text.indexOf(' two'));
    expect(marked.indexOf(' four')).toBe(text.indexOf(' four'));
    expect(marked.split('\n').map((line) => line.length)).toEqual(
      text.split('\n').map((line) => line.length),
    );
  });
});

test.each([
  ['code', 'x `[@nobody]` y'],
  ['code with two ticks', 'x ``[@nobody] ` `` y'],
  ['a fence', '```\n[@nobody]\n```\n'],
  ['a fence of tildes', '~~~ text\n[@nobody]\n~~~\n'],
  ['a fence that is never closed', 'x\n\n```\n[@nobody]\n'],
  ['an escaped bracket', 'x \\[@nobody] y'],
  ['an address', 'write to [ann@example.org] or <ann@example.org>'],
  ['a link to an address', '[@nobody](https://example.org/@nobody)'],
  ['Handlebars', '{{default first_name "[@nobody]"}}'],
  ['a plain bracket', 'he [the minister] said; she [sic] too'],
])('%s is left alone', (_reason, text) => {
  expect(number(text)).toEqual({ value: { text, notes: [] }, problems: [] });
});

test.each([
  ['an unknown key', 'One.\nTwo[@d].', 'citation-unknown 2:5', 'Add "d" under'],
  ['a misspelt one', 'x[@nyt-advisor]', 'citation-unknown 1:3', 'Did you mean "nyt-adviser"?'],
  ['the second of two', 'x[@a; @aa]', 'citation-unknown 1:7', 'Add "aa"'],
  ['after a citation', 'x[@a] y[@d]', 'citation-unknown 1:9', 'Add "d"'],
  [
    'after an astral character, in UTF-16 units as editors count',
    '🦉[@d]',
    'citation-unknown 1:4',
    'Add "d"',
  ],
  ["Markdown's own footnote", 'x[^a]', 'citation-unreadable 1:2', 'Write [@a]'],
  ['words in a citation', 'x[see @a]', 'citation-unreadable 1:2', 'Write [@key]'],
  ['a page', 'x[@a, p. 3]', 'citation-unreadable 1:2', 'Write [@key]'],
  ['a comma for a semicolon', 'x[@a, @b]', 'citation-unreadable 1:2', '[@first; @second]'],
])('%s is told with its place', (_reason, text, expected, fix) => {
  expect(told(text)).toEqual([expected]);
  expect(number(text).problems[0]?.fix).toContain(fix);
});
