import { converter, formatHex, wcagContrast } from 'culori';

/** WCAG 2.2, 1.4.3: text is read by people with poor sight from here on. */
const READABLE = 4.5;
const PAPER = '#ffffff';
const INK = '#101316';

/** Black or white, whichever is easier to read on a colour; white where both are. */
export function readableOn(background: string): string {
  if (wcagContrast(PAPER, background) >= READABLE) return PAPER;
  return wcagContrast(PAPER, background) > wcagContrast(INK, background) ? PAPER : INK;
}

/**
 * The shade of a colour that is nearest to it and can be read on a background: the colour itself,
 * or a darker one on a light background, a lighter one on a dark background.
 */
export function readableShade(colour: string, background: string, contrast = READABLE): string {
  const start = converter('oklch')(colour);
  const step = wcagContrast(PAPER, background) > wcagContrast(INK, background) ? 0.01 : -0.01;
  if (!start) throw new TypeError(`${colour} is no colour`);
  for (let l = start.l; l >= 0 && l <= 1; l += step) {
    // A colour that is very light or very dark cannot be as strong.
    const shade = l === start.l ? colour : formatHex({ ...start, l, c: start.c * chroma(l) });
    if (wcagContrast(shade, background) >= contrast) return shade;
  }
  return step > 0 ? PAPER : '#000000';
}

function chroma(lightness: number): number {
  return Math.min(1, 4 * lightness * (1 - lightness) + 0.2);
}
