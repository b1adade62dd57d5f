import { wcagContrast } from 'culori';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { themeCss } from '../../src/web/theme-css.ts';

const PROPERTY = /--theme-([\w-]+): (#[0-9a-f]{6});/g;

function shadesOf(colour: string): Record<string, string> {
  return Object.fromEntries([...themeCss(colour).matchAll(PROPERTY)].map(([, k, v]) => [k, v]));
}

test('whatever the theme, text and buttons can be read on light and on dark screens', () => {
  const hex = fc
    .integer({ min: 0, max: 0xffffff })
    .map((n) => `#${n.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(hex, (colour) => {
      const shades = shadesOf(colour);
      const contrast = (one: string, other: string) =>
        wcagContrast(shades[one] ?? one, shades[other] ?? other);
      expect(contrast('light', '#faf8f4')).toBeGreaterThanOrEqual(4.5);
      expect(contrast('dark', '#1c222b')).toBeGreaterThanOrEqual(4.5);
      for (const [text, button] of [
        ['on-light', 'light'],
        ['on-light', 'light-strong'],
        ['on-dark', 'dark'],
        ['on-dark', 'dark-strong'],
      ] as const) {
        expect(contrast(text, button)).toBeGreaterThanOrEqual(4.5);
      }
    }),
  );
});

test('a colour that can be read on light screens stays as it is', () => {
  expect(shadesOf('#7a1f3d')).toMatchObject({ light: '#7a1f3d', 'on-light': '#ffffff' });
});
