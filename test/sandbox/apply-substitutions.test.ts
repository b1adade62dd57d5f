import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySubstitutions } from '../../src/sandbox/apply-substitutions.ts';
import { seeded } from '../../src/sandbox/seeded.ts';

const fill = (substitutions: Record<string, string>, text: string, seed = 1) =>
  applySubstitutions(substitutions, seeded(seed))(text);
const outcomes = (substitutions: Record<string, string>, text: string) =>
  new Set(Array.from({ length: 40 }, (_, seed) => fill(substitutions, text, seed)));

describe('applySubstitutions', () => {
  test('replaces every occurrence, in any place', () => {
    expect(fill({ TOK: 'Ann' }, '<a href="/TOK">TOK</a>TOK')).toBe('<a href="/Ann">Ann</a>Ann');
  });

  test.each(['$&', "$'", '$1', '%s', '{{7*7}}', '', '日本語', '\\n'])(
    'leaves %j as it is',
    (value) => {
      expect(fill({ TOK: value }, 'a TOK b')).toBe(`a ${value} b`);
    },
  );

  test('shows a dependence on the order, when one key lies in another', () => {
    expect(outcomes({ TOK: '1', TOKEN: '2' }, 'TOKEN')).toEqual(new Set(['1EN', '2']));
  });

  test('shows a dependence on a second scan, when a value holds a key', () => {
    expect(outcomes({ AAA: 'BBB', BBB: 'x' }, 'AAA')).toEqual(new Set(['BBB', 'x']));
  });

  test('the same seed gives the same copy', () => {
    const entries = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 5 });
    fc.assert(
      fc.property(entries, fc.string(), fc.integer(), (substitutions, text, seed) => {
        expect(fill(substitutions, text, seed)).toBe(fill(substitutions, text, seed));
      }),
    );
  });

  test('with keys of one length, none in a value, the order does not matter', () => {
    const value = fc.string().filter((text) => !text.includes('Tok'));
    fc.assert(
      fc.property(value, value, fc.integer(), (a, b, seed) => {
        const made = fill({ Tok3nTok0: a, Tok3nTok1: b }, 'Tok3nTok0|Tok3nTok1|', seed);
        fc.pre(!`${a}|${b}|`.includes('Tok'));
        expect(made).toBe(`${a}|${b}|`);
      }),
    );
  });
});
