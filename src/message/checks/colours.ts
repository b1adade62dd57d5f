import { blend, type Color, formatHex, parse, wcagContrast } from 'culori';

/** The contrast of two colours as CSS writes them, 1 to 21; undefined if one of them is none. */
export function contrastOf(colour: string, background: string): number | undefined {
  const [front, back] = [parse(colour), parse(background)];
  if (!front || !back || isGlass(back)) return undefined;
  return wcagContrast(isGlass(front) ? blend([back, front]) : front, back);
}

function isGlass({ alpha = 1 }: Color): boolean {
  return alpha < 1;
}

export function isColour(text: string): boolean {
  return parse(text) !== undefined;
}

/** Whether nothing of what is behind shows through. */
export function isSolid(text: string): boolean {
  const colour = parse(text);
  return colour !== undefined && !isGlass(colour);
}

export function isClear(text: string): boolean {
  return parse(text)?.alpha === 0;
}

export function isSame(one: string, other: string): boolean {
  const hex = formatHex(one);
  return hex !== undefined && hex === formatHex(other);
}
