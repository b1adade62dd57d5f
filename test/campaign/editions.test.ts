import { describe, expect, test } from 'vitest';
import { createChooser } from '../../src/campaign/editions.ts';

const choose = createChooser([
  { lang: 'en', variant: '' },
  { lang: 'es', variant: '' },
  { lang: 'pt-BR', variant: '' },
  { lang: 'pt-PT', variant: '' },
]);

describe('a supporter gets the edition', () => {
  test.each([
    ['', 'en'],
    ['fr', 'en'],
    ['español', 'en'],
    [' ES ', 'es'],
    ['es_MX', 'es'],
    ['pt-pt', 'pt-PT'],
    ['pt_BR', 'pt-BR'],
    ['pt', 'pt-BR'],
    ['pt-AO', 'pt-BR'],
    ['p', 'en'],
    ['-', 'en'],
  ])('of her lang column, "%s": %s', (lang, expected) => {
    expect(choose({ lang }).lang).toBe(expected);
  });

  test('in the first language where her list has no such column', () => {
    expect(choose({}).lang).toBe('en');
  });
});
