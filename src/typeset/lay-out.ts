import LineBreaker from 'linebreak';
import { clustersOf, isHidden, withoutHidden } from './clusters.ts';
import { type Face, faceOf, type Hand, loadFaces, UNKNOWN } from './faces.ts';
import { asDrawn, type Direction, inVisualOrder, levelsOf } from './visual-order.ts';

/** A text in one face and one direction. */
export interface Piece {
  /** As it is given to the font. */
  readonly text: string;
  /** The text itself, where signs do not tell it: in another order, or not in the font. */
  readonly meant?: string | undefined;
  readonly face: Face;
  /** Where it begins in its line, in points from the left. */
  readonly x: number;
}

/** Pieces in the order in which they are read, also aloud. */
export interface Line {
  readonly pieces: readonly Piece[];
  readonly width: number;
  /** Of the paragraph that it is of. */
  readonly direction: Direction;
}

export interface Setting extends Hand {
  /** In points. */
  readonly size: number;
  /** In points; lines are no longer. */
  readonly width: number;
  /** Of its paragraphs, if that is not for their letters to say. */
  readonly direction?: Direction | undefined;
  /** Told of each cluster that no font has. */
  readonly onUnknown?: ((cluster: string) => void) | undefined;
}

/** Sets a text in lines, each paragraph in its own direction. */
export async function layOut(text: string, setting: Setting): Promise<Line[]> {
  const lines: Line[] = [];
  for (const paragraph of text.split('\n')) {
    const clusters = clustersOf(paragraph);
    await loadFaces([...clusters, UNKNOWN, ' '], setting);
    lines.push(...layOutParagraph(clusters, setting));
  }
  return lines;
}

/** A stretch of a paragraph in one face. */
interface Run {
  readonly text: string;
  /** What could not be set, and stands there as another sign. */
  readonly meant?: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly face: Face;
}

function layOutParagraph(clusters: readonly string[], setting: Setting): Line[] {
  const runs = runsOf(clusters, setting);
  const text = runs.map((run) => run.text).join('');
  const levels = levelsOf(text, setting.direction);
  return breakLines(text, runs, setting).map(([start, end]) => {
    const pieces = [...piecesOf(runs, start, end, levels.at)];
    return place(pieces, levels.base, setting.size);
  });
}

function place(pieces: readonly Levelled[], direction: Direction, size: number): Line {
  const places = new Map<Levelled, number>();
  let width = 0;
  for (const piece of inVisualOrder(pieces)) {
    places.set(piece, width);
    width += piece.face.widthOf(piece.text) * size;
  }
  return {
    pieces: pieces.map((piece) => ({ ...piece, x: places.get(piece) ?? 0 })),
    width,
    direction,
  };
}

function runsOf(clusters: readonly string[], setting: Setting): Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const cluster of clusters) {
    const before = runs.at(-1);
    const { text, face, meant } = faced(cluster, before?.face, setting);
    const start = end;
    end += text.length;
    if (meant !== undefined || before?.meant !== undefined) {
      runs.push({ text, meant, start, end, face });
    } else if (before?.face === face)
      runs[runs.length - 1] = { ...before, text: before.text + text, end };
    else runs.push({ text, start, end, face });
  }
  return runs;
}

/** Wider ones are those of fonts in which every sign has the same width. */
const WIDEST_SPACE = 0.5;

/** A space stands in the face of the word before it, so that words of one script are one piece. */
function faced(
  cluster: string,
  before: Face | undefined,
  setting: Setting,
): Pick<Run, 'text' | 'meant' | 'face'> {
  if (before && (isHidden(cluster) || (cluster === ' ' && hasSpace(before)))) {
    return { text: cluster, face: before };
  }
  const face = faceOf(isHidden(cluster) ? ' ' : cluster, setting);
  if (face) return { text: cluster, face };
  setting.onUnknown?.(cluster);
  const unknown = faceOf(UNKNOWN, setting);
  if (!unknown) throw new Error('the last font lacks the sign for what no font has');
  return { text: UNKNOWN, meant: cluster, face: unknown };
}

function hasSpace(face: Face): boolean {
  return face.has(0x20) && face.widthOf(' ') < WIDEST_SPACE;
}

/** Of a letter, in sizes: a text of many more than fit is not measured as a whole. */
const NARROW = 0.3;

type Span = readonly [start: number, end: number];

/** Where lines begin and end: at the places that Unicode's annex 14 names, or within a word too long. */
function breakLines(text: string, runs: readonly Run[], { size, width }: Setting): Span[] {
  const measure = (start: number, end: number) => widthOf(runs, start, end) * size;
  const whole = text.length - trailing(text, 0, text.length);
  // Most names and places: what is measured as a whole is drawn so, and shaped once.
  if (text.length * size * NARROW <= width && measure(0, whole) <= width) return [[0, whole]];
  const lines: Span[] = [];
  let start = 0;
  let used = 0;
  const close = (end: number) => {
    lines.push([start, end - trailing(text, start, end)]);
    start = end;
    used = 0;
  };
  for (const [from, to] of unbreakable(text)) {
    const seen = measure(from, to - trailing(text, from, to));
    if (used + seen > width && from > start) close(from);
    if (seen > width) {
      for (const at of cuts(text, from, to, (end) => measure(start, end) > width)) close(at);
      used = measure(start, to);
    } else used += measure(from, to);
  }
  if (start < text.length || lines.length === 0) close(text.length);
  return lines;
}

function* unbreakable(text: string): Generator<Span> {
  const breaker = new LineBreaker(text);
  let from = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    yield [from, next.position];
    from = next.position;
  }
}

function trailing(text: string, start: number, end: number): number {
  const part = text.slice(start, end);
  return part.length - part.trimEnd().length;
}

/** Where a word is cut that is longer than a line: after the last cluster that has room. */
function* cuts(
  text: string,
  from: number,
  to: number,
  isTooLong: (end: number) => boolean,
): Generator<number> {
  let end = from;
  for (const cluster of clustersOf(text.slice(from, to))) {
    if (end > from && isTooLong(end + cluster.length)) yield end;
    end += cluster.length;
  }
}

/** Where letters are one unit high. */
function widthOf(runs: readonly Run[], start: number, end: number): number {
  return overlapping(runs, start, end).reduce(
    (sum, { text, face }) => sum + face.widthOf(withoutHidden(text)),
    0,
  );
}

function overlapping(runs: readonly Run[], start: number, end: number): Run[] {
  return runs
    .filter((run) => run.start < end && run.end > start)
    .map((run) => {
      const [from, to] = [Math.max(run.start, start), Math.min(run.end, end)];
      const text = run.text.slice(from - run.start, to - run.start);
      return { ...run, start: from, end: to, text };
    });
}

/** Scripts whose signs stand in another order than their letters, or are made of several. */
const REORDERED =
  /[\u0590-\u08ff\u0900-\u109f\u1780-\u17ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}]/u;

interface Levelled {
  readonly text: string;
  readonly meant: string | undefined;
  readonly face: Face;
  readonly level: number;
}

/** Further divided where the level changes. */
function* piecesOf(
  runs: readonly Run[],
  start: number,
  end: number,
  levelAt: (index: number) => number,
): Generator<Levelled> {
  for (const run of overlapping(runs, start, end)) {
    let from = run.start;
    for (let at = run.start + 1; at <= run.end; at += 1) {
      if (at < run.end && levelAt(at) === levelAt(from)) continue;
      const text = run.text.slice(from - run.start, at - run.start);
      const level = levelAt(from);
      const meant = run.meant ?? (REORDERED.test(text) ? withoutHidden(text) : undefined);
      yield { text: asDrawn(text, level), meant, face: run.face, level };
      from = at;
    }
  }
}
