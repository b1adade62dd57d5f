import type { Place, Problem } from '../../problem.ts';
import { themeSchema } from '../../theme.ts';
import { htmlTemplates } from '../letter-templates.ts';
import { contrastOf, isSame } from './colours.ts';
import { findMatches, findWords, literally, startOf } from './find-places.ts';
import type { ReadLetter } from './finished-letter.ts';
import { type ColouredText, colouredTexts } from './looks.ts';
import { wordsOf } from './passages.ts';
import { quote } from './read-html.ts';

/**
 * Text that is hard to read (WCAG 2.2, 1.4.3, level AA: 4.5 to 1, large text 3 to 1), as far as
 * inline styles tell its colours. What stands on a picture, and dark mode, is not judged.
 */
export function checkContrast(letter: ReadLetter): Problem[] {
  const faint = new Map<string, Problem>();
  for (const text of colouredTexts(letter.page)) {
    const ratio = contrastOf(text.colour, text.background);
    const needed = text.isLarge ? 3 : 4.5;
    if (ratio === undefined || ratio >= needed) continue;
    const key = `${text.colour} ${text.background} ${needed}`;
    if (!faint.has(key)) faint.set(key, faintText(letter, text, ratio, needed));
  }
  return [...faint.values()];
}

function faintText(letter: ReadLetter, text: ColouredText, ratio: number, needed: number): Problem {
  const shown = (Math.floor(ratio * 10) / 10).toFixed(1);
  const theme = themeOf(letter, text);
  return {
    severity: 'warning',
    code: 'contrast-low',
    what: `"${quote(text.text)}" is hard to read: ${text.colour} on ${text.background} has a contrast of ${shown} to 1.`,
    where: theme ? theme.where : placeOf(letter, text),
    fix: `Choose ${theme ? `another "${theme.name}"` : 'other colours'}: it takes ${needed} to 1 at least.`,
  };
}

const { text: INK, colour: COLOUR, background: BACKGROUND } = themeSchema.parse({});
const STANDARD: readonly unknown[] = [INK, COLOUR, BACKGROUND];

/** The setting of outcry.yaml that gives one of the colours, unless the letter itself names one. */
function themeOf({ settings, templates, placeOfSetting }: ReadLetter, text: ColouredText) {
  const colours = [text.colour, text.background];
  const isOwn = colours.some((one) => findMatches([templates.body], colourPattern(one)).length > 0);
  if (isOwn || !placeOfSetting) return undefined;
  const [name] =
    Object.entries(settings.theme).find(
      ([, value]) =>
        typeof value === 'string' &&
        !STANDARD.includes(value) &&
        colours.some((colour) => isSame(colour, value)),
    ) ?? [];
  return name && { name: `theme.${name}`, where: placeOfSetting(['theme', name]) };
}

/** The colour that stands nearest before the text in its file; else wherever either colour is. */
function placeOf({ templates }: ReadLetter, { colour, background, text }: ColouredText): Place {
  const used = htmlTemplates(templates);
  const colours = [colour, background].flatMap((one) => findMatches(used, colourPattern(one)));
  const words = wordsOf(text);
  const [spot] = words.length > 0 ? findWords(used, words.slice(0, 6)) : [];
  const before = colours
    .filter(({ template, index }) => template.file === spot?.template.file && index < spot.index)
    .sort((a, b) => b.index - a.index);
  return before[0]?.place ?? colours[0]?.place ?? spot?.place ?? startOf(templates);
}

function colourPattern(colour: string): RegExp {
  return new RegExp(`(?<![\\w#-])${literally(colour)}(?![\\w-])`, 'gi');
}
