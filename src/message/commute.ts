import type { MarkdownIt } from 'markdown-it';
import type { Problem } from '../problem.ts';
import { renderHtml } from './letter-pieces.ts';
import type { BlockSymbol } from './symbols.ts';
import { findTokens } from './tokens.ts';

/**
 * Holds the letter to this: rendering Markdown and then choosing a branch gives what choosing the
 * branch and then rendering Markdown gives. Where it does not (an `{{#if}}` around a list item or
 * a table row, half an emphasis in a branch), no order is right, and the block is refused.
 */
export function findTornBlocks(
  markdown: MarkdownIt,
  source: string,
  blocks: readonly BlockSymbol[],
): Problem[] {
  const indexes = [...new Set(findTokens(source, 'o').map((token) => token.index))];
  const torn = indexes.filter((index) => isTorn(markdown, source, indexes, index));
  if (torn.length === 0 && indexes.length > 1) {
    const allWays = [true, false].some((taken) => differs(markdown, source, () => taken));
    if (allWays) torn.push(...indexes.slice(0, 1));
  }
  return torn.map((index) => tornBlock(blocks[index]));
}

/** Tests one block alone, all others decided one way, then the other. */
function isTorn(markdown: MarkdownIt, source: string, all: readonly number[], index: number) {
  return [true, false].some((others) => {
    const decided = resolve(source, (i) => (i === index ? undefined : others));
    if (!findTokens(decided, 'o').length && all.length > 1) return false;
    return [true, false].some((taken) => differs(markdown, decided, () => taken));
  });
}

function differs(markdown: MarkdownIt, source: string, decide: (index: number) => boolean) {
  const ours = resolve(renderHtml(markdown, source), decide);
  const plain = renderHtml(markdown, resolve(source, decide));
  return normalise(ours) !== normalise(plain);
}

/** Takes the branch that `decide` says, of every block for which it says one. */
function resolve(text: string, decide: (index: number) => boolean | undefined): string {
  let out = '';
  let position = 0;
  const dropping: number[] = [];
  for (const token of findTokens(text, 'oec')) {
    if (dropping.length === 0) out += text.slice(position, token.start);
    position = token.start;
    const taken = decide(token.index);
    if (taken === undefined) continue;
    position = token.end;
    const dropped = dropping.at(-1) === token.index;
    if (token.kind === 'o' && !taken) dropping.push(token.index);
    if (token.kind === 'e' && dropped) dropping.pop();
    else if (token.kind === 'e' && taken) dropping.push(token.index);
    if (token.kind === 'c' && dropped) dropping.pop();
  }
  return out + text.slice(position);
}

const BLOCK_TAG =
  /\s*(<\/?(?:p|ul|ol|li|blockquote|h[1-6]|hr|table|thead|tbody|tr|td|th|pre|div)\b[^>]*>)\s*/g;

/** White space counts between words, and not beside the tags of blocks. */
function normalise(html: string): string {
  return html.replace(/\s+/g, ' ').replace(BLOCK_TAG, '$1').trim();
}

function tornBlock(block: BlockSymbol | undefined): Problem {
  const kind = block?.kind ?? 'if';
  return {
    severity: 'error',
    code: 'slot-torn',
    what: `This {{#${kind}}} tears the text around it apart: with and without it, Markdown reads the lines differently.`,
    where: block?.where,
    fix: `Put it inside the list item, heading or table cell ("- {{#${kind} …}}text{{/${kind}}}"), or set it apart from the paragraphs with a blank line before its opening and after its closing tag.`,
  };
}
