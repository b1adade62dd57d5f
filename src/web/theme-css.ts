import { readableOn, readableShade } from '../message/theme-colours.ts';
import { themeSchema } from '../theme.ts';
import type { PictureColours } from './share-picture.ts';

/** Behind text and button in the accent's colour, as style.css has them. */
const LIGHT_PAPER = '#faf8f4';
const DARK_CARD = '#1c222b';
/** Contrasts (WCAG 2.2, 1.4.3): of text it must be 4.5 at least; the button that is pointed at has more. */
const READABLE = 4.5;
const STRONG = 12;

/**
 * The theme's colour as style.css takes it: custom properties for light and dark screens, in shades
 * that can be read there, whatever the colour is.
 */
export function themeCss(colour: string): string {
  const light = readableShade(colour, LIGHT_PAPER, READABLE);
  const dark = readableShade(colour, DARK_CARD, 7);
  const properties = {
    light,
    'light-strong': readableShade(light, LIGHT_PAPER, STRONG),
    'on-light': readableOn(light),
    dark,
    'dark-strong': readableShade(dark, DARK_CARD, STRONG),
    'on-dark': readableOn(dark),
  };
  const lines = Object.entries(properties).map(([name, value]) => `  --theme-${name}: ${value};\n`);
  return `:root {\n${lines.join('')}}\n\n`;
}

/** The theme's colour behind a picture, in a shade on which its words can be read. */
export function pictureColours(colour = themeSchema.parse({}).colour): PictureColours {
  const paper = readableShade(colour, '#ffffff', READABLE);
  return { paper, ink: readableOn(paper) };
}

/** Behind the petition in a mail. */
const MAIL_BOX = '#f4f6f8';

/** The theme's colour as a mail on light paper takes it: for text, and under a button's words. */
export function mailColours(colour: string): { accent: string; on_accent: string } {
  const accent = readableShade(colour, MAIL_BOX, READABLE);
  return { accent, on_accent: readableOn(accent) };
}
