import { z } from 'zod';
import { didYouMean } from './nearest.ts';
import { strict } from './schema.ts';

/** Fonts that mail programs have, by the name of the first. No letter loads one from elsewhere. */
export const FONTS = {
  georgia: "Georgia, 'Times New Roman', Times, serif",
  times: "'Times New Roman', Times, serif",
  palatino: "'Palatino Linotype', Palatino, 'Book Antiqua', Georgia, serif",
  system:
    "'Segoe UI', -apple-system, BlinkMacSystemFont, Roboto, 'Helvetica Neue', Arial, sans-serif",
  arial: "Arial, 'Helvetica Neue', Helvetica, sans-serif",
  verdana: 'Verdana, Geneva, sans-serif',
  tahoma: 'Tahoma, Verdana, Segoe, sans-serif',
  trebuchet: "'Trebuchet MS', 'Lucida Grande', Tahoma, sans-serif",
  courier: "'Courier New', Courier, monospace",
} as const;

const FAMILY = String.raw`(?:'[\p{L}\d][\p{L}\d ._-]*'|-?[\p{L}][\p{L}\d_-]*(?: [\p{L}\d_-]+)*)`;
/** Nothing that could end the style in which it stands. */
const STACK = new RegExp(`^${FAMILY}(?:\\s*,\\s*${FAMILY})+$`, 'u');
const GENERIC = /,\s*(?:serif|sans-serif|monospace|cursive|fantasy|system-ui)$/;

const colour = z
  .string('a colour is written "#7a1f3d", in quotes')
  .regex(/^#[0-9a-f]{6}$/i, 'a colour is written "#7a1f3d", in quotes');

const font = z.string('it is not a text').transform((name, context) => {
  const known = Object.entries(FONTS).find(([key]) => key === name.trim().toLowerCase());
  if (known) return known[1];
  if (STACK.test(name.trim()) && GENERIC.test(name.trim())) return name.trim();
  context.addIssue(
    `a font is one of ${Object.keys(FONTS).join(', ')}, or a list such as ` +
      `'Gill Sans', Verdana, sans-serif, which ends with serif, sans-serif or monospace.${didYouMean(name, Object.keys(FONTS))}`,
  );
  return z.NEVER;
});

const logoAddress = z.url({
  protocol: /^https$/,
  error: 'it is not a web address that starts with https://',
});

const MOST_WIDTH = 520;

const logo = z.union([
  logoAddress.transform((src) => ({ src, width: 160 })),
  strict({
    src: logoAddress,
    width: z
      .number('it is not a number of pixels')
      .int('it is not a whole number of pixels')
      .min(16, 'a logo is at least 16 pixels wide')
      .max(MOST_WIDTH, `a logo is at most ${MOST_WIDTH} pixels wide`)
      .default(160),
  }),
]);

/** The looks of the letters, as outcry.yaml gives them. */
export const themeSchema = strict({
  // Stands behind the head of the letter and the button; links take it too.
  colour: colour.default('#7a1f3d'),
  // Around the letter.
  background: colour.default('#eceff2'),
  text: colour.default('#1c2228'),
  link: colour.optional(),
  font: font.optional(),
  logo: logo.optional(),
});

export type Theme = z.infer<typeof themeSchema>;
