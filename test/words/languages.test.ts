import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directionOf } from '../../src/words/direction.ts';
import { loadWords, openWordsBook } from '../../src/words/load-words.ts';
import { readWordsFile } from '../../src/words/read-words-file.ts';
import { SAMPLE_VALUES, type WordsKey } from '../../src/words/samples.ts';

const LANGUAGES = readdirSync('templates/words').map((name) => name.replace('.yaml', ''));
const fileOf = (lang: string) => readWordsFile(`templates/words/${lang}.yaml`, lang).value;

/** The values and the tag that a message uses, in whatever form. */
function usedBy(key: WordsKey, message = ''): string[] {
  const names = [...Object.keys(SAMPLE_VALUES.get(key) ?? {}).map((name) => `{${name}`), '<b>'];
  return names.filter((name) => message.includes(name));
}

test('English, Spanish, Arabic and Hebrew come with Outcry', () => {
  expect(LANGUAGES).toEqual(['ar', 'en', 'es', 'he']);
  expect(openWordsBook(['templates']).languages).toEqual(LANGUAGES);
});

describe.each(LANGUAGES.map((lang) => [lang]))('%s', (lang) => {
  test('has every key', () => {
    expect(loadWords(['templates'], lang).problems).toEqual([]);
    const keys = [...(fileOf(lang)?.messages.keys() ?? [])];
    expect(keys.sort()).toEqual([...SAMPLE_VALUES.keys()].sort());
  });

  test('uses the values that English uses', () => {
    const english = fileOf('en')?.messages;
    const own = fileOf(lang)?.messages;
    const others = [...SAMPLE_VALUES.keys()].filter((key) => key !== 'letter.tell');
    const uses = (messages: ReadonlyMap<WordsKey, string> | undefined) =>
      Object.fromEntries(others.map((key) => [key, usedBy(key, messages?.get(key))]));
    expect(uses(own)).toEqual(uses(english));
  });

  test('says every key, whatever its values are, and leaves none of them out', () => {
    const words = openWordsBook(['templates']).wordsIn(lang);
    const texts = fc.string({ minLength: 1, unit: 'grapheme' });
    for (const [key, samples] of SAMPLE_VALUES) {
      const names = Object.entries(samples);
      const values = fc.record(
        Object.fromEntries(
          names.map(([name, value]) => [name, typeof value === 'number' ? fc.nat() : texts]),
        ),
      );
      fc.assert(
        fc.property(values, (given) => {
          const text = words
            .pieces(key, given)
            .map((piece) => piece.text)
            .join('');
          expect(text.trim()).not.toBe('');
          for (const [name, value] of Object.entries(given)) {
            const isArticle = name === 'first_word' || name === 'rest';
            if (typeof value === 'string' && !isArticle) expect(text).toContain(value);
          }
        }),
        { numRuns: 30 },
      );
    }
  });
});

test.each([
  ['ar', 'rtl'],
  ['he', 'rtl'],
  ['iw', 'rtl'],
  ['fa-AF', 'rtl'],
  ['ur', 'rtl'],
  ['ckb', 'rtl'],
  ['dv', 'rtl'],
  ['yi', 'rtl'],
  ['pa-Arab', 'rtl'],
  ['pa', 'ltr'],
  ['ar-Latn', 'ltr'],
  ['az', 'ltr'],
  ['en-GB', 'ltr'],
  ['zh-Hant-TW', 'ltr'],
])('%s is written %s', (lang, direction) => {
  expect(directionOf(lang)).toBe(direction);
});
