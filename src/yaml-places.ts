import { type Document, isMap, isScalar, type Node, visit } from 'yaml';
import type { Place } from './problem.ts';

export type PlaceAt = (offset: number, length?: number) => Place;

export function isMissing(document: Document, path: readonly PropertyKey[]): boolean {
  return path.length > 0 && document.getIn(path) === undefined && !document.hasIn(path);
}

/** A key without a value between braces: in `{ title: One, two }` the comma has cut a text off. */
export function isCutOff(document: Document, path: readonly PropertyKey[]): boolean {
  const parent = document.getIn(path.slice(0, -1), true);
  return isMap(parent) && parent.flow === true && (document.getIn(path) ?? null) === null;
}

/** A key that stands in a group twice: its name, and where it stands first. */
export function findFirstOfTwo(
  document: Document,
  second: number,
): { key: string; offset: number } | undefined {
  let first: { key: string; offset: number } | undefined;
  visit(document, {
    Map: (_key, map) => {
      const keys = map.items.flatMap(({ key }) => (isScalar(key) && key.range ? [key] : []));
      const again = keys.find((key) => key.range?.[0] === second);
      const found = keys.find((key) => key.value === again?.value);
      if (!again || !found?.range) return undefined;
      first = { key: String(found.value), offset: found.range[0] };
      return visit.BREAK;
    },
  });
  return first;
}

/** The place of a key. */
export function placeOfKey(document: Document, path: readonly PropertyKey[], at: PlaceAt): Place {
  const key = pairAt(document, path)?.key;
  return isScalar(key) && key.range
    ? at(key.range[0], key.range[1] - key.range[0])
    : placeOfPath(document, path, at);
}

/** The place of the value at a path, or of the nearest parent that exists. */
export function placeOfPath(document: Document, path: readonly PropertyKey[], at: PlaceAt): Place {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const found = nodeAt(document, path.slice(0, depth));
    if (found?.range) return at(found.range[0], found.range[1] - found.range[0]);
  }
  return at(0);
}

/** The value's node, or its key's when the value is empty or a whole map. */
function nodeAt(document: Document, path: readonly PropertyKey[]): Node | undefined {
  const pair = pairAt(document, path);
  if (!pair) return document.getIn(path, true) as Node | undefined;
  const value = pair?.value as Node | null | undefined;
  return isScalar(value) && value.range && value.range[0] !== value.range[1]
    ? value
    : (pair?.key as Node | undefined);
}

function pairAt(document: Document, path: readonly PropertyKey[]) {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  return parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
}

/**
 * The offset in the source of every character of a scalar's text, and of its end. Source and text
 * are laid beside each other: quotes, backslashes and indentation stand in the source alone.
 */
export function offsetsOf(
  document: Document,
  path: readonly PropertyKey[],
  source: string,
  text: string,
): number[] {
  const [start, end] = (document.getIn(path, true) as Node | undefined)?.range ?? [0, 0];
  const offsets: number[] = [];
  let at = firstLineOfBlock(source, start);
  let wasSpace = false;
  for (const character of text.split('')) {
    const isSpace = /\s/.test(character);
    // A run of white space stands for a run, however long: YAML folds lines.
    if (isSpace && wasSpace) {
      offsets.push(at);
      continue;
    }
    wasSpace = isSpace;
    const fits = (c: string | undefined) => (isSpace ? /\s/.test(c ?? '') : c === character);
    const found = at;
    while (at < end && !fits(source[at])) at += 1;
    if (at >= end) at = found;
    offsets.push(at);
    at += 1;
    while (isSpace && at < end && /\s/.test(source[at] ?? '')) at += 1;
  }
  return [...offsets, at];
}

/** Past the `|` or `>-` of a block scalar, whose text starts on the next line. */
function firstLineOfBlock(source: string, start: number): number {
  const header = /^[|>][-+\d]*[^\n]*\n/.exec(source.slice(start));
  return start + (header?.[0].length ?? 0);
}
