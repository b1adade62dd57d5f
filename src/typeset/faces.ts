import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import subsetFont from 'subset-font';
import { type FontPackage, type Han, packagesFor, type Weight } from './font-packages.ts';

/** A font file that a document can hold, and what is in it. */
export interface Face {
  /** One of its own for each file and weight. */
  readonly name: string;
  readonly bytes: Buffer;
  /** How much larger than others it is set. */
  readonly scale: number;
  has(codePoint: number): boolean;
  /** The signs of a text in one direction, and where each is. */
  shapeOf(text: string): Shape;
  /** The same where letters are one unit high. */
  widthOf(text: string): number;
}

/** In thousandths of the letters' height; `advanceWidth` is how far it goes. */
export interface Shape {
  readonly glyphs: readonly unknown[];
  readonly positions: readonly { readonly advanceWidth: number }[];
  readonly advanceWidth: number;
}

const require = createRequire(import.meta.url);
/** For signs that no other font has, and for what none has. */
const LAST = { regular: 'DejaVuSans.ttf', bold: 'DejaVuSans-Bold.ttf' };
/** Shown where no font has a character. */
export const UNKNOWN = '\ufffd';

/** Characters that are no more than a hint to the font, which may lack them. */
const HINT = /^(?:\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0020}-\u{e007f}])$/u;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f|\u20e3/u;

const loading = new Map<string, Promise<Face>>();

/** The slice of a package at one weight; read once, however many documents hold it. */
function load(from: FontPackage, slice: string, weight: Weight): Promise<Face> {
  const name = `${from.name} ${slice} ${weight}`;
  return remember(name, async () =>
    toFace(
      name,
      // Out of WOFF2, which documents cannot hold, and out of all its weights.
      await subsetFont(await readFile(from.fileOf(slice, weight)), undefined, {
        targetFormat: 'truetype',
        keepAllGlyphs: true,
        ...axesOf(from, weight),
      }),
      from.scale,
    ),
  );
}

function axesOf(from: FontPackage, weight: Weight) {
  const axes = from.axes(weight);
  return axes && { variationAxes: axes };
}

function loadLast(weight: Weight): Promise<Face> {
  return remember(`last ${weight}`, async () =>
    toFace(
      `last ${weight}`,
      await readFile(require.resolve(`dejavu-fonts-ttf/ttf/${LAST[weight]}`)),
    ),
  );
}

function remember(name: string, make: () => Promise<Face>): Promise<Face> {
  const face = loading.get(name) ?? make();
  loading.set(name, face);
  return face;
}

/** What is measured is drawn soon after, and not shaped again for it; nor are places, which come again. */
const SHAPES_KEPT = 500;
/** As PDF has it. */
const UNITS = 1000;

function toFace(name: string, bytes: Buffer, scale = 1): Face {
  const font = create(bytes) as Font;
  const shapes = new Map<string, Shape>();
  const keepShape = (text: string) => {
    if (shapes.size >= SHAPES_KEPT) shapes.clear();
    const made = shape(font, text);
    shapes.set(text, made);
    return made;
  };
  const shapeOf = (text: string) => shapes.get(text) ?? keepShape(text);
  return {
    name,
    bytes,
    scale,
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
    shapeOf,
    widthOf: (text) => (shapeOf(text).advanceWidth / UNITS) * scale,
  };
}

/** Letters that need no signs put together, as they are composed already. */
const COMPOSED = /^[\u0020-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2000-\u206f]*$/;

function shape(font: Font, text: string): Shape {
  // Fonts would take some of them apart, and give them back so.
  const features: Record<string, boolean> = COMPOSED.test(text) ? { ccmp: false } : {};
  const { glyphs, positions } = font.layout(text, features);
  const unit = UNITS / font.unitsPerEm;
  const placed = positions.map(({ xAdvance, yAdvance, xOffset, yOffset }, index) => ({
    xAdvance: xAdvance * unit,
    yAdvance: yAdvance * unit,
    xOffset: xOffset * unit,
    yOffset: yOffset * unit,
    advanceWidth: (glyphs[index]?.advanceWidth ?? 0) * unit,
  }));
  const advanceWidth = placed.reduce((sum, one) => sum + one.xAdvance, 0);
  return { glyphs, positions: placed, advanceWidth };
}

/** Of a cluster that was looked up before; null where no font has it. */
const found = new Map<string, Face | null>();

const keyOf = (cluster: string, { weight, han }: Hand) => `${weight} ${han} ${cluster}`;

/** How letters look, whatever they are. */
export interface Hand {
  readonly weight: Weight;
  readonly han: Han;
}

/** Loads the faces of clusters, for `faceOf`. */
export async function loadFaces(clusters: Iterable<string>, hand: Hand): Promise<void> {
  for (const cluster of clusters) {
    const key = keyOf(cluster, hand);
    if (!found.has(key)) found.set(key, (await findFace(cluster, hand)) ?? null);
  }
}

/** Of a cluster whose face is loaded; null where no font has it. */
export function faceOf(cluster: string, hand: Hand): Face | null {
  return found.get(keyOf(cluster, hand)) ?? null;
}

/**
 * The first face that has all of a cluster (what a reader takes for one character). Undefined if
 * none has. Loads what it looks at.
 */
async function findFace(cluster: string, { weight, han }: Hand): Promise<Face | undefined> {
  const needed = [...cluster]
    .filter((one) => !HINT.test(one))
    .map((one) => one.codePointAt(0) ?? 0);
  for (const from of packagesFor(EMOJI.test(cluster), han)) {
    const slice = from.sliceOf(needed[0] ?? 0);
    if (slice === undefined) continue;
    const face = await load(from, slice, weight);
    if (needed.every((point) => face.has(point))) return face;
  }
  const last = await loadLast(weight);
  return needed.every((point) => last.has(point)) ? last : undefined;
}
