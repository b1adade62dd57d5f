import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Which countries' forms of Chinese characters are meant: they share code points and differ in shape. */
export type Han = 'sc' | 'tc' | 'jp' | 'kr';

/** A font as npm packages bring it: in slices, each of a range of characters. */
export interface FontPackage {
  readonly name: string;
  /** How much larger than others it is set, to look as large. */
  readonly scale: number;
  /** The name of the slice that has a character. */
  sliceOf(codePoint: number): string | undefined;
  fileOf(slice: string, weight: Weight): string;
  /** What is to be fixed of a file that holds many weights. */
  axes(weight: Weight): Readonly<Record<string, number>> | undefined;
}

export type Weight = 'regular' | 'bold';

/**
 * For Arabic. Noto's own builds letters of dots and strokes, of which no reader of the document would
 * make the letters again; in this one every letter is a sign, those of a ligature too.
 */
const ARABIC = 'amiri';

const require = createRequire(import.meta.url);
const packages = new Map<string, FontPackage | undefined>();

/** Such as `noto-sans-arabic`, of fontsource's; undefined where it is not installed. */
function fontPackage(name: string): FontPackage | undefined {
  if (!packages.has(name)) packages.set(name, readPackage(name));
  return packages.get(name);
}

function readPackage(name: string): FontPackage | undefined {
  const ranges = rangesFile(name);
  if (ranges === undefined) return undefined;
  const slices = new Map<number, string>();
  const told = JSON.parse(readFileSync(ranges, 'utf8')) as Readonly<Record<string, string>>;
  for (const [slice, list] of Object.entries(told)) {
    for (const point of pointsOf(list)) if (!slices.has(point)) slices.set(point, slice);
  }
  const folder = path.join(path.dirname(ranges), 'files');
  const fileOf = (slice: string, axis: string) =>
    path.join(folder, `${name}-${slice.replace(/[[\]]/g, '')}-${axis}-normal.woff2`);
  const sliceOf = (codePoint: number) => slices.get(codePoint);
  return name === ARABIC
    ? {
        name,
        scale: 1.25,
        sliceOf: (codePoint) => (sliceOf(codePoint) === 'arabic' ? 'arabic' : undefined),
        fileOf: (slice, weight) => fileOf(slice, weight === 'bold' ? '700' : '400'),
        axes: () => undefined,
      }
    : {
        name,
        scale: 1,
        sliceOf,
        fileOf: (slice) => fileOf(slice, 'wght'),
        axes: (weight) => ({ wght: weight === 'bold' ? 650 : 400 }),
      };
}

function rangesFile(name: string): string | undefined {
  try {
    const scope = name === ARABIC ? '@fontsource' : '@fontsource-variable';
    return require.resolve(`${scope}/${name}/unicode.json`);
  } catch {
    return undefined;
  }
}

/** Of `U+30-39,U+A9` */
function* pointsOf(list: string): Generator<number> {
  for (const range of list.split(',')) {
    const [first = '', last = first] = range.trim().replace(/^U\+/i, '').split('-');
    for (let point = Number.parseInt(first, 16); point <= Number.parseInt(last, 16); point += 1) {
      yield point;
    }
  }
}

/** Scripts that have a package of their own; `noto-sans` holds Latin, Greek, Cyrillic and Devanagari. */
const SCRIPTS = [
  'hebrew',
  'thai',
  'bengali',
  'tamil',
  'armenian',
  'ethiopic',
  'georgian',
  'gujarati',
  'gurmukhi',
  'kannada',
  'khmer',
  'lao',
  'malayalam',
  'myanmar',
  'oriya',
  'sinhala',
  'telugu',
  'thaana',
] as const;

const HAN: readonly Han[] = ['sc', 'tc', 'jp', 'kr'];

/** Those that are tried for a character, in this order. */
export function* packagesFor(isEmoji: boolean, han: Han): Generator<FontPackage> {
  const names = [
    'noto-sans',
    ARABIC,
    ...SCRIPTS.map((script) => `noto-sans-${script}`),
    ...[han, ...HAN.filter((other) => other !== han)].map((form) => `noto-sans-${form}`),
  ];
  for (const name of isEmoji ? ['noto-emoji', ...names] : [...names, 'noto-emoji']) {
    const found = fontPackage(name);
    if (found) yield found;
  }
}

/** The package that would have a character of a script, for whoever lacks it. */
export function packageToInstall(script: string): string | undefined {
  const own = { Han: 'sc', Hiragana: 'jp', Katakana: 'jp', Hangul: 'kr' }[script];
  const name = own ?? SCRIPTS.find((one) => one === script.toLowerCase());
  return name && `@fontsource-variable/noto-sans-${name}`;
}
