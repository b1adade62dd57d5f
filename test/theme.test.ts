import { describe, expect, test } from 'vitest';
import { FONTS, themeSchema } from '../src/theme.ts';

const problemOf = (theme: object) =>
  themeSchema
    .safeParse(theme)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('a theme', () => {
  test('has good looks where nothing is said', () => {
    expect(themeSchema.parse({})).toEqual({
      colour: '#7a1f3d',
      background: '#eceff2',
      text: '#1c2228',
    });
  });

  test.each([
    ['a font by name', { font: 'Verdana' }, { font: FONTS.verdana }],
    [
      'a list of fonts',
      { font: "'Gill Sans', Optima, sans-serif" },
      { font: "'Gill Sans', Optima, sans-serif" },
    ],
    [
      'a logo by its address',
      { logo: 'https://example.org/l.png' },
      { logo: { src: 'https://example.org/l.png', width: 160 } },
    ],
    [
      'a logo with its width',
      { logo: { src: 'https://example.org/l.png', width: 80 } },
      { logo: { width: 80 } },
    ],
  ])('takes %s', (_reason, theme, expected) => {
    expect(themeSchema.parse(theme)).toMatchObject(expected);
  });

  test.each([
    ['a colour by name', { colour: 'red' }, 'colour: a colour is written'],
    ['a colour that ends its style', { text: '#000;} a{' }, 'text: a colour is written'],
    [
      'a font that ends its style',
      { font: 'Arial; } body { display: none' },
      'font: a font is one of',
    ],
    [
      'a font that ends its attribute',
      { font: 'Arial" onload="x, serif' },
      'font: a font is one of',
    ],
    ['a font with a url', { font: 'url(x), serif' }, 'font: a font is one of'],
    [
      'a font that nothing stands in for',
      { font: "'Gill Sans', Optima" },
      'font: a font is one of',
    ],
    ['a font that is misspelt', { font: 'verdena' }, 'Did you mean "verdana"?'],
    ['a logo that is not safe', { logo: 'http://example.org/l.png' }, 'logo'],
    [
      'a logo that is wider than the letter',
      { logo: { src: 'https://example.org/l.png', width: 900 } },
      'logo',
    ],
    ['a setting that there is not', { color: '#000000' }, 'known: colour, background'],
  ])('refuses %s', (_reason, theme, expected) => {
    expect(problemOf(theme)?.join()).toContain(expected);
  });
});
