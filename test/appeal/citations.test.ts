import { describe, expect, test } from 'vitest';
import { MOST_CITATIONS } from '../../src/appeal/citation-mark.ts';
import { entryOf, notesOf, numbered, told } from './some-sources.ts';

describe('a citation', () => {
  test('takes the next number, with its sources in the order written', () => {
    expect(notesOf('x[@a] y[@c; @b;@a] z[@a]')).toEqual([['a'], ['c', 'b', 'a'], ['a']]);
  });

  test('that says the same as an earlier one shares its note, when notes are reused', () => {
    const text = 'x[@a] y[@b, p. 3] z[@a] [@b, p. 4] [@b,  p. 3] [-@a] [see @a] [@a; @b] [@b; @a]';
    expect(notesOf(text, true)).toEqual([
      ['a'],
      ['|b|, p. 3'],
      ['|b|, p. 4'],
      ['see |a|'],
      ['a', 'b'],
      ['b', 'a'],
    ]);
    expect(numbered(text, true).value?.notes.map((note) => note.citations)).toEqual([
      3, 2, 1, 1, 1, 1,
    ]);
    expect(numbered(text).value?.notes).toHaveLength(9);
  });

  test.each([
    ['[see @a, p. 3]', 'see |a|, p. 3'],
    ['[@a, p. 3]', '|a|, p. 3'],
    ['[@a p. 3]', '|a|, p. 3'],
    ['[@a pp. 33, 35-37, and nowhere else]', '|a|, pp. 33, 35-37, and nowhere else'],
    ['[@a chap. 2]', '|a|, chap. 2'],
    ['[@a , chap. 2]', '|a|, chap. 2'],
    ['[@a{, 740 n. 5}]', '|a|, 740 n. 5'],
    ['[@a CHAPTER IV]', '|a|, CHAPTER IV'],
    ['[@a pág. 3]', '|a|, pág. 3'],
    ['[@a sec. A]', '|a|, sec. A'],
    ['[@a § 12(b)]', '|a|, § 12(b)'],
    ['[@a ¶¶ 3-4]', '|a|, ¶¶ 3-4'],
    ['[@a 33]', '|a|, 33'],
    ['[@a, 33]', '|a|, 33'],
    ['[@a and *passim*]', '|a| and passim'],
    ['[@a, and *passim*]', '|a|, and passim'],
    ['[@a note that it was dropped]', '|a| note that it was dropped'],
    ['[@a{ii, A, D-Z}, with a suffix]', '|a|, ii, A, D-Z, with a suffix'],
    [
      '[@a, {pp. iv, vi-xi, (xv)-(xvii)} with suffix]',
      '|a|, pp. iv, vi-xi, (xv)-(xvii) with suffix',
    ],
    ['[@a{}, 99 years later]', '|a|, 99 years later'],
    ['[@a, {123(4)a-8([a]12.398{8})}]', '|a|, 123(4)a-8([a]12.398{8})'],
    ['[@a {584 \\[78\\]}]', '|a|, 584 [78]'],
    ['[*see* **also** @a]', 'see also |a|'],
    ['[(@a)]', '(|a|)'],
    ['[“@a”]', '“|a|”'],
    ['[@a: 33]', '|a|: 33'],
    ['[@a.]', '|a|.'],
    ['[@a, p.&nbsp;3 &amp; 4]', '|a|, p.\u00a03 & 4'],
    ['[@a, p.\u00a03]', '|a|, p.\u00a03'],
    ['[see\n  @a,\n  p. 3]', 'see |a|, p. 3'],
    ['[@a, emphasis added; and *passim*]', '|a|, emphasis added; and passim'],
    ['[for the ruling; @a]', 'for the ruling; |a|'],
    ['[@a, "it [the law] died", p. 2]', '|a|, "it [the law] died", p. 2'],
    ['[@a, with snake_case_words]', '|a|, with snake_case_words'],
    ['[@a, by ann@example.org]', '|a|, by ann@example.org'],
    ['[@a, by \\@handle]', '|a|, by @handle'],
    ['[@dpa:2018, art. 4]', '|dpa:2018|, art. 4'],
    ['[@{https://example.org/a?b=c}, p. 3]', '|https://example.org/a?b=c|, p. 3'],
    ['[ @a ]', 'a'],
    ['[-@a]', 'a'],
  ])('%s is read', (text, expected) => {
    expect(numbered(`x${text}`).problems).toEqual([]);
    expect(notesOf(`x${text}`)).toEqual([[expected]]);
  });

  test.each([
    ['[@a, pp. 33-35, 38; see also @b chap. 2]', ['|a|, pp. 33-35, 38', 'see also |b|, chap. 2']],
    ['[see @a; cf. @b; @c]', ['see |a|', 'cf. |b|', 'c']],
    ['[@{a}; @{nyt-adviser}]', ['a', 'nyt-adviser']],
    ['[@a, with {braces; inside}; @b]', ['|a|, with {braces; inside}', 'b']],
  ])('%s holds several sources', (text, expected) => {
    expect(numbered(text).problems).toEqual([]);
    expect(notesOf(text)).toEqual([expected]);
  });

  test('in a quotation does not take the marks of its lines along', () => {
    expect(notesOf('> He said it.[see\n> @a, in the\n> > long version]')).toEqual([
      ['see |a|, in the long version'],
    ]);
  });

  test('inside of other brackets is found', () => {
    expect(notesOf('so he [the minister [@a]] said [sic[@b]]')).toEqual([['a'], ['b']]);
  });

  test('leaves the names of authors out where it says so', () => {
    const authors = ['Dahlia Lithwick'];
    const sources = new Map([['a', entryOf({ key: 'a', title: 'A', authors })]]);
    const { value } = numbered('[@a] [-@a]', false, sources);
    expect(value?.notes.map((note) => note.sources[0]?.authors)).toEqual([authors, undefined]);
  });
});

test('a mark is as long as what it stands for, so that columns after it stay right', () => {
  const text = 'one[@nyt-adviser; @a] two\nthree[@a;\n @b] four[\n@a] five';
  const marked = numbered(text).value?.text ?? '';
  for (const word of [' two', ' four', ' five']) {
    expect(marked.indexOf(word)).toBe(text.indexOf(word));
  }
  expect(marked.split('\n').map((line) => line.length)).toEqual(
    text.split('\n').map((line) => line.length),
  );
});

test.each([
  ['code', 'x `[@nobody]` y'],
  ['code with two ticks', 'x ``[@nobody] ` `` y'],
  ['code over two lines', 'x `one\n[@nobody]` y'],
  ['a fence', '```\n[@nobody]\n```\n'],
  ['a fence of tildes', '~~~ text\n[@nobody]\n~~~\n'],
  ['a fence that is never closed', 'x\n\n```\n[@nobody]\n'],
  ['a comment', 'x <!-- [@nobody]\n\n[@a] --> y'],
  ['a comment of Handlebars', 'x {{!-- {{first_name}} [@nobody] --}} y'],
  ['an escaped bracket', 'x \\[@nobody] y'],
  ['an escaped key', 'x \\@a y'],
  ['the address of a link', '[@nobody]: https://example.org/ "A title"\n\nx'],
  ['an address', 'write to [ann@example.org] or <ann@example.org>'],
  ['a handle', 'ask @nobody, or [follow us](https://example.org/@a)'],
  ['a link to an address', '[@nobody](https://example.org/@nobody)'],
  ['an address with a key in it', 'https://example.org/@a or x@a.example'],
  ['Handlebars', '{{default first_name "[@nobody]"}}'],
  ['a plain bracket', 'he [the minister] said; she [sic] too'],
  ['a bracket that is never closed', 'a [ b\n\nc [@ d'],
])('%s is left alone', (_reason, text) => {
  expect(numbered(text)).toEqual({ value: { text, notes: [] }, problems: [] });
});

test.each([
  ['an unknown key', 'One.\nTwo[@d].', 'citation-unknown 2:5', 'Add "d" under'],
  ['a misspelt one', 'x[@nyt-advisor]', 'citation-unknown 1:3', 'Did you mean "nyt-adviser"?'],
  ['the second of two', 'x[@a; @aa]', 'citation-unknown 1:7', 'Add "aa"'],
  ['an unknown one with words', 'x[see @d, p. 3]', 'citation-unknown 1:7', 'Add "d"'],
  ['an unknown one in braces', 'x[@{d}]', 'citation-unknown 1:3', 'Add "d"'],
  ['after a citation', 'x[@a] y[@d]', 'citation-unknown 1:9', 'Add "d"'],
  ['a handle in brackets', 'x [RT @nobody: hi]', 'citation-unknown 1:7', 'put a backslash'],
  [
    'after an astral character, in UTF-16 units as editors count',
    '🦉[@d]',
    'citation-unknown 1:4',
    'Add "d"',
  ],
  ["Markdown's own footnote", 'x[^a]', 'citation-unreadable 1:2', 'Write [@a]'],
  ['a comma for a semicolon', 'x[@a, @b]', 'citation-unreadable 1:2', '[@first; @second]'],
  ['a space for a semicolon', 'x[@a @b]', 'citation-unreadable 1:2', '[@first; @second]'],
  ['a citation inside of one', 'x[@a, see [@b]]', 'citation-unreadable 1:2', '[@first; @second]'],
  ['nothing behind a semicolon', 'x[@a; ]', 'citation-unreadable 1:2', 'the semicolon out'],
  ['a key without its @', 'x[@a; b]', 'citation-unreadable 1:2', 'Write @b'],
  ['a merge field', 'x[see {{first_name}} @a]', 'citation-unreadable 1:2', 'merge field out'],
  ['a bracket that is never closed', 'x [@a, p. 3', 'citation-unreadable 1:3', 'Put a "]"'],
  ['one that ends too late', 'x [see @a\n\np. 3]', 'citation-unreadable 1:3', 'Put a "]"'],
  ['one before another citation', 'x [@a, p. 3 [@b]', 'citation-unreadable 1:3', 'Put a "]"'],
  [
    'a citation in the text of a link',
    '[in the paper [@a]](https://example.org/)',
    'citation-unreadable 1:15',
    'behind the link',
  ],
  ['one in the words for a picture', '![a bus [@a]](x.png)', 'citation-unreadable 1:9', 'behind'],
  ['a key without brackets', 'As @a says', 'citation-bare 1:4', 'Write [@a]'],
  ['one in braces', 'As (@{nyt-adviser}) says', 'citation-bare 1:5', 'Write [@nyt-adviser]'],
])('%s is told with its place', (_reason, text, expected, fix) => {
  expect(told(text)).toEqual([expected]);
  expect(numbered(text).problems[0]?.fix).toContain(fix);
});

test('more citations than marks can number are refused', () => {
  expect(told('[@a]'.repeat(MOST_CITATIONS))).toEqual([]);
  expect(told('[@a]'.repeat(MOST_CITATIONS + 1))).toEqual([
    `citation-unreadable 1:${4 * MOST_CITATIONS + 1}`,
  ]);
});
