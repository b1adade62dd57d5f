import { tokenPattern } from '../tokens.ts';
import { dataOf, type Element, type Html, isElement, isHidden } from './read-html.ts';

const BLOCKS = new Set(
  (
    'address article aside blockquote body br caption center dd div dl dt figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul'
  ).split(' '),
);

/**
 * What a reader takes for one line or paragraph each, in the order of the document; the tokens of
 * values are in it. `skips` leaves elements out, with all that is in them.
 */
export function passagesOf({ root }: Html, skips: (element: Element) => boolean = () => false) {
  const passages: string[] = [];
  let text = '';
  const flush = () => {
    // Both branches of a block are in it: a space keeps the words of one from those of the other.
    const clean = text.replace(tokenPattern('oec'), ' ').replace(/\s+/g, ' ').trim();
    if (clean !== '') passages.push(clean);
    text = '';
  };
  const visit = (node: (typeof root)[number]): void => {
    text += dataOf(node) ?? '';
    if (!isElement(node) || isHidden(node) || skips(node)) return;
    const isBlock = BLOCKS.has(node.name);
    if (isBlock) flush();
    node.children.forEach(visit);
    if (isBlock) flush();
  };
  root.forEach(visit);
  flush();
  return passages;
}

const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

/** The words of a text in lower case, values left out. */
export function wordsOf(text: string): string[] {
  return text.replace(tokenPattern(), ' ').normalize('NFC').toLowerCase().match(WORD) ?? [];
}
