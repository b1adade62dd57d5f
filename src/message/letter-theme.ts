import { FONTS, type Theme } from '../theme.ts';
import { readableOn, readableShade } from './theme-colours.ts';

/** What a letter must know of a theme; the rest has its own values. */
export type ThemeSettings = Pick<Theme, 'colour' | 'background'> & Partial<Theme>;

/** Behind the letter in dark mode; templates/letters/partials/head.mjml says it too. */
const DARK_SHEET = '#1b2025';
const DARK_CONTRAST = 6;

/** The theme as templates name it: what staff chose, and what follows from it. */
export function letterTheme({ text = '#1c2228', ...theme }: ThemeSettings) {
  const darkColour = readableShade(theme.colour, DARK_SHEET, DARK_CONTRAST);
  return {
    ...theme,
    text,
    /** Of text around the letter, and on the theme's colour. */
    on_background: readableShade('#4f5963', theme.background),
    on_colour: readableOn(theme.colour),
    link: theme.link ?? readableShade(theme.colour, '#f4f6f8'),
    dark_colour: darkColour,
    on_dark_colour: readableOn(darkColour),
    /** Of the letter's text; of what stands around it. */
    font: theme.font ?? FONTS.georgia,
    label_font: theme.font ?? FONTS.system,
  };
}
