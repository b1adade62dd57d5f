/**
 * The picture that other sites show beside a link to a petition whose appeal names none: its
 * statement, in white on the theme's colour.
 */
import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import Handlebars from 'handlebars';
import type { PublicStanding } from '../sign.ts';
import { directionOf } from '../words/direction.ts';

/** What Open Graph's readers take, in pixels. */
export const PICTURE_SIZE = { width: 1200, height: 630 };

export function picturePath({ petition, lang }: PublicStanding): string {
  return `/p/${petition.slug}/picture.png?lang=${encodeURIComponent(lang)}`;
}

interface PictureText {
  /** The line over the statement: "Tell the Council:". */
  readonly tell: string;
  readonly statement: string;
  readonly lang: string;
  readonly organisation: string;
}

export interface PictureColours {
  readonly paper: string;
  readonly ink: string;
}

/** PNG. */
export type DrawPicture = (text: PictureText) => Promise<Buffer>;

const KEPT = 50;

/** Draws each picture once; of many petitions, the pictures that were drawn last are kept. */
export function createPictures(colours: PictureColours): DrawPicture {
  const drawn = new Map<string, Promise<Buffer>>();
  return (text) => {
    const key = JSON.stringify(text);
    const picture = drawn.get(key) ?? draw(text, colours);
    drawn.delete(key);
    drawn.set(key, picture);
    // What failed once is tried again.
    picture.catch(() => drawn.delete(key));
    for (const [oldest] of drawn) {
      if (drawn.size <= KEPT) break;
      drawn.delete(oldest);
    }
    return picture;
  };
}

const require = createRequire(import.meta.url);
const FONTS = ['DejaVuSerif-Bold.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSans.ttf'].map((file) =>
  require.resolve(`dejavu-fonts-ttf/ttf/${file}`),
);
/** The scripts that these fonts have; of others, the picture has the colour and the mark alone. */
const READABLE =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Common}\p{Script=Inherited}]*$/u;
const EMOJI = /\p{Extended_Pictographic}\uFE0F?/gu;

async function draw(text: PictureText, colours: PictureColours): Promise<Buffer> {
  const image = await renderAsync(svgOf(text, colours), {
    font: { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: 'DejaVu Sans' },
  });
  return image.asPng();
}

const { width, height } = PICTURE_SIZE;
const MARGIN = 84;
/** From large letters to small ones: letters in a line (Latin letters of this font are 0.62 em wide), and lines. */
const SIZES = [
  { size: 72, most: 3 },
  { size: 60, most: 4 },
  { size: 48, most: 5 },
].map((one) => ({ ...one, letters: Math.floor((width - 2 * MARGIN) / (0.62 * one.size)) }));

function svgOf(
  { tell, statement, lang, organisation }: PictureText,
  { paper, ink }: PictureColours,
): string {
  const isRtl = directionOf(lang) === 'rtl';
  const { size, lines } = fitted(statement);
  const middle = height / 2 + 10 - ((lines.length - 1) * size * 1.3) / 2 + size / 3;
  const written = (text: string, y: number, style: string) => {
    if (!READABLE.test(text)) return '';
    // A right-to-left embedding, as SVG's own "direction" is not heeded for mixed text.
    const shown = isRtl ? `\u202B${text}\u202C` : text;
    const x = isRtl ? width - MARGIN : MARGIN;
    const anchor = isRtl ? 'end' : 'start';
    return `<text x="${x}" y="${y}" text-anchor="${anchor}" ${style}>${Handlebars.escapeExpression(shown)}</text>`;
  };
  const serif = `font-family="DejaVu Serif" font-weight="bold" font-size="${size}"`;
  const small = (text: string, y: number, room: number) => {
    const { line, size } = fittedLine(text, room);
    return written(line, y, `font-family="DejaVu Sans" font-size="${size}" opacity="0.85"`);
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" fill="${ink}">`,
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    small(tell, 120, width - 2 * MARGIN),
    ...lines.map((line, index) => written(line, middle + index * size * 1.3, serif)),
    small(organisation, height - 78, width - 2 * MARGIN - SIGNATURE - 40),
    signature(isRtl, ink),
    '</svg>',
  ].join('\n');
}

/** The line that waits for a name, at the foot, and its width. */
const SIGNATURE = 260;
function signature(isRtl: boolean, ink: string): string {
  const at = isRtl ? MARGIN : width - MARGIN - SIGNATURE;
  const stroke = (wide: number) =>
    `stroke="${ink}" stroke-width="${wide}" fill="none" stroke-linecap="round"`;
  return `<g transform="translate(${at} ${height - 130})" opacity="0.9"><path d="M8 40 C40 -20 60 -16 48 24 S 70 44 92 18 S 112 44 132 26 S 166 36 196 20" ${stroke(6)}/><path d="M0 62 H${SIGNATURE}" ${stroke(3)}/></g>`;
}

function fitted(statement: string) {
  const text = statement.replace(EMOJI, '').replace(/\s+/g, ' ').trim();
  const sizes = SIZES.map(({ size, most, letters }) => ({
    size,
    most,
    lines: wrap(text, letters),
  }));
  const fit = sizes.find(({ lines, most }) => lines.length <= most) ?? sizes.at(-1);
  if (!fit) throw new TypeError('there are sizes');
  const { size, most, lines } = fit;
  const kept = lines.slice(0, most);
  if (lines.length > most) kept[most - 1] = `${kept[most - 1]?.replace(/[\s.,;:]*$/, '')}…`;
  return { size, lines: kept };
}

function wrap(text: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > letters) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** The lines above and below the statement, in pixels: as large as they fit in, and what is still readable. */
const SMALL = { most: 34, least: 22 };
/** In em, as above, of letters that are not bold. */
const SMALL_LETTER = 0.6;

function fittedLine(text: string, room: number): { readonly line: string; readonly size: number } {
  const clean = text.replace(EMOJI, '').trim();
  const longest = Math.floor(room / (SMALL_LETTER * SMALL.least));
  const line = clean.length <= longest ? clean : `${clean.slice(0, longest - 1).trimEnd()}…`;
  const size = Math.min(SMALL.most, Math.floor(room / (SMALL_LETTER * line.length)));
  return { line, size };
}
