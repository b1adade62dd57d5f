import { expect, test } from 'vitest';
import { chooseLanguage } from '../../src/words/choose-language.ts';

const LANGUAGES = ['en', 'es', 'pt-BR', 'pt-PT'];

test.each([
  ['es-MX,en;q=0.5', 'es'],
  ['en;q=0.5, ES', 'es'],
  ['pt', 'pt-BR'],
  ['pt-PT', 'pt-PT'],
  ['pt-AO, en;q=0.9', 'pt-BR'],
  ['fr, de;q=0.9, en;q=0.1', 'en'],
  ['es;q=0, en;q=0.1', 'en'],
  ['fr', undefined],
  ['*', undefined],
  ['es;q=nonsense', undefined],
  ['', undefined],
  [undefined, undefined],
])('of a browser that asks for "%s", %s is chosen', (header, expected) => {
  expect(chooseLanguage(header, LANGUAGES)).toBe(expected);
});
