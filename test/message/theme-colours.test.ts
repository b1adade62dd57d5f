import { wcagContrast } from 'culori';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { letterTheme } from '../../src/message/letter-theme.ts';
import { readableOn, readableShade } from '../../src/message/theme-colours.ts';

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((n) => `#${n.toString(16).padStart(6, '0')}`);

describe('text on a colour', () => {
  test.each([
    ['#7a1f3d', '#ffffff'],
    ['#ffcc00', '#101316'],
    ['#000000', '#ffffff'],
    ['#ffffff', '#101316'],
    ['#e6007e', '#ffffff'],
  ])('on %s is %s', (background, expected) => {
    expect(readableOn(background)).toBe(expected);
  });

  test('can be read on any', () => {
    fc.assert(
      fc.property(colour, (background) => {
        expect(wcagContrast(readableOn(background), background)).toBeGreaterThanOrEqual(4.3);
      }),
    );
  });
});

describe('a shade of a colour', () => {
  test('is the colour itself where it can be read', () => {
    expect(readableShade('#7a1f3d', '#ffffff')).toBe('#7a1f3d');
  });

  test('can be read, whatever the two colours', () => {
    fc.assert(
      fc.property(colour, colour, (of, background) => {
        expect(wcagContrast(readableShade(of, background), background)).toBeGreaterThanOrEqual(4.3);
      }),
    );
  });
});

test('the colours of a letter can be read where they stand', () => {
  fc.assert(
    fc.property(colour, colour, (accent, background) => {
      const theme = letterTheme({ colour: accent, background });
      expect(wcagContrast(theme.on_colour, accent)).toBeGreaterThanOrEqual(4.3);
      expect(wcagContrast(theme.link, '#f4f6f8')).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(theme.dark_colour, '#1b2025')).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(theme.on_dark_colour, theme.dark_colour)).toBeGreaterThanOrEqual(4.5);
      expect(wcagContrast(theme.on_background, background)).toBeGreaterThanOrEqual(4.3);
    }),
  );
});
