import { expect, it } from 'vitest';
import { readLanguage } from '../../src/words/read-language.ts';

it.each([
  ['es', 'es'],
  [' ES_mx ', 'es-MX'],
  ['pt-br', 'pt-BR'],
  ['iw', 'he'],
  ['zh-hant-tw', 'zh-Hant-TW'],
])('reads %j as %s', (text, tag) => {
  expect(readLanguage(text)).toBe(tag);
});

it.each(['', ' ', 'Spanish', 'español', 'notes', 'old', 'xx', 'e', '12', 'es-'])(
  'takes %j for no language',
  (text) => {
    expect(readLanguage(text)).toBeUndefined();
  },
);
