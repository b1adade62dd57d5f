import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCitationMarks } from '../../src/appeal/citation-mark.ts';
import { numbered } from './some-sources.ts';

/** What a citation says, and how it is written. */
interface Written {
  readonly text: string;
  /** `prefix|key|suffix` of each source; none for what is no citation. */
  readonly says?: readonly string[];
}

const item = fc
  .record({
    key: fc.constantFrom('a', 'b', 'c', 'nyt-adviser', 'dpa:2018'),
    prefix: fc.constantFrom('', 'see ', 'cf. ', 'for the ruling: '),
    suffix: fc.constantFrom('', ', p. 3', ' and passim', `, ${'long '.repeat(150)}words`),
    isCurly: fc.boolean(),
  })
  .map(({ key, prefix, suffix, isCurly }) => ({
    text: `${prefix}${isCurly ? `@{${key}}` : `@${key}`}${suffix}`,
    says: `${prefix}|${key}|${suffix}`,
  }));

const citation: fc.Arbitrary<Written> = fc
  .tuple(
    fc.array(item, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('; ', ';', ' ;\n'),
    fc.constantFrom('', '\n'),
  )
  .map(([items, semicolon, before]) => ({
    text: `[${before}${items.map(({ text }) => text).join(semicolon)}]`,
    says: items.map(({ says }) => says),
  }));

const other: fc.Arbitrary<Written> = fc
  .constantFrom(
    ' words ',
    '\n\n',
    '"q"',
    '`[@a]`',
    '\\[@a]',
    '{{first_name}}',
    '<!-- [@a] -->',
    'a@b.example',
    '@nobody',
    '[link](x)',
    '[the minister]',
    '🦉',
  )
  .map((text) => ({ text }));

const letter = fc.array(fc.oneof(citation, other), { maxLength: 12 });
const textOf = (pieces: readonly Written[]) => pieces.map(({ text }) => text).join(' ');
const citationsOf = (pieces: readonly Written[]) =>
  pieces.flatMap(({ says }) => (says ? [says] : []));

/** The plain rule, written down once more: each the next number, or that of its like. */
function model(pieces: readonly Written[], reuse: boolean): number[] {
  const seen: string[] = [];
  return citationsOf(pieces).map((says) => {
    const content = says.join('\n');
    const known = reuse ? seen.indexOf(content) : -1;
    return known >= 0 ? known + 1 : seen.push(content);
  });
}

const marksIn = (text: string, reuse: boolean) =>
  findCitationMarks(numbered(text, reuse).value?.text ?? '');

describe.each([
  ['every citation with a note of its own', false],
  ['notes that are reused', true],
])('%s', (_mode, reuse) => {
  test('are numbered as the plain rule says: dense, by first appearance', () => {
    fc.assert(
      fc.property(letter, (pieces) => {
        const { value, problems } = numbered(textOf(pieces), reuse);
        expect(problems).toEqual([]);
        const numbers = marksIn(textOf(pieces), reuse).map((mark) => mark.number);
        expect(numbers).toEqual(model(pieces, reuse));
        const firsts = [...new Set(numbers)];
        expect(firsts).toEqual(firsts.map((_number, index) => index + 1));
        expect(value?.notes.map((note) => note.number)).toEqual(firsts);
      }),
    );
  });

  test('list their sources in the order written, with the words around them', () => {
    fc.assert(
      fc.property(letter, (pieces) => {
        const notes = numbered(textOf(pieces), reuse).value?.notes ?? [];
        const numbers = model(pieces, reuse);
        citationsOf(pieces).forEach((says, index) => {
          const sources = notes[(numbers[index] ?? 0) - 1]?.sources ?? [];
          const said = sources.map(({ key, prefix = '', suffix = '' }) =>
            `${prefix}|${key}|${suffix}`.replace(/\s+/g, ' '),
          );
          expect(said).toEqual(says.map((text) => text.replace(/\s+/g, ' ').replace(/ $/, '')));
        });
      }),
    );
  });

  test('have a mark for every citation, and a turn for every mark of a note', () => {
    fc.assert(
      fc.property(letter, (pieces) => {
        const notes = numbered(textOf(pieces), reuse).value?.notes ?? [];
        const marks = marksIn(textOf(pieces), reuse);
        for (const { number, citations } of notes) {
          const turns = marks.filter((mark) => mark.number === number).map(({ turn }) => turn);
          expect(turns).toEqual(Array.from({ length: citations }, (_, index) => index + 1));
        }
        expect(marks).toHaveLength(notes.reduce((sum, note) => sum + note.citations, 0));
      }),
    );
  });

  test('are stable: the same each time, and text without citations changes nothing', () => {
    fc.assert(
      fc.property(letter, fc.array(fc.tuple(fc.nat(), other)), (pieces, additions) => {
        const before = numbered(textOf(pieces), reuse);
        expect(numbered(textOf(pieces), reuse)).toEqual(before);
        const more = [...pieces];
        for (const [at, piece] of additions) more.splice(at % (more.length + 1), 0, piece);
        expect(numbered(textOf(more), reuse).value?.notes).toEqual(before.value?.notes);
      }),
    );
  });

  test('keep every line and column', () => {
    fc.assert(
      fc.property(letter, (pieces) => {
        const text = textOf(pieces);
        const marked = numbered(text, reuse).value?.text ?? '';
        const lengths = (lines: string) => lines.split('\n').map((line) => line.length);
        expect(lengths(marked)).toEqual(lengths(text));
        const marks = marksIn(text, reuse);
        const isMarked = (at: number) =>
          marks.some(({ start, length }) => at >= start && at < start + length);
        const changed = [...text.split('').keys()].filter((at) => text[at] !== marked[at]);
        expect(changed.every(isMarked)).toBe(true);
      }),
    );
  });
});

test('any text at all is read without a throw, and keeps its length', () => {
  const soup = fc.array(
    fc.constantFrom(
      ...'[]{}@;,-`\\^(~<>"\n ',
      '@a',
      '[@',
      '@{',
      '{{',
      '}}',
      '<!--',
      '```',
      '; @b',
      '&amp;',
      '🦉',
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(soup, fc.boolean(), (parts, reuse) => {
      const text = parts.join('');
      const { value, problems } = numbered(text, reuse);
      expect(value?.text).toHaveLength(text.length);
      expect(value?.text.split('\n').length).toBe(text.split('\n').length);
      for (const { where } of problems) {
        const line = text.split('\n')[(where?.line ?? 0) - 1] ?? '';
        expect(where?.column).toBeLessThanOrEqual(line.length);
      }
    }),
    { numRuns: 2000 },
  );
});
