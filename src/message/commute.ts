import type { MarkdownIt } from 'markdown-it';
import type { Problem } from '../problem.ts';
import { renderHtml } from './letter-pieces.ts';
import type { BlockSymbol } from './symbols.ts';
import { type FoundToken, findTokens, stageToken } from './tokens.ts';

/** Which branch of a block is taken; undefined leaves the block as it is. */
type Decide = (index: number) => boolean | undefined;

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
  const differs = (text: string, decide: Decide) => {
    const ours = resolve(renderHtml(markdown, text), decide, blocks);
    const plain = renderHtml(markdown, resolve(text, decide, blocks));
    return normalise(ours) !== normalise(plain);
  };
  /** One block, the others decided one way, then the other. */
  const isTorn = (text: string, index: number) =>
    [true, false].some((others) => {
      const decided = resolve(text, (i) => (i === index ? undefined : others), blocks);
      return [true, false].some((taken) => differs(decided, () => taken));
    });

  const tokens = findTokens(source, 'oec');
  const indexes = [...new Set(tokens.map((token) => token.index))];
  // The paragraphs around a block show nearly all; the whole letter would be slow for each.
  const suspects = indexes.filter((index) => isTorn(neighbourhood(source, tokens, index), index));
  let torn = suspects.filter((index) => isTorn(source, index));
  if (torn.length === 0 && [true, false].some((taken) => differs(source, () => taken))) {
    torn = indexes.filter((index) => isTorn(source, index));
    if (torn.length === 0) torn = indexes.slice(0, 1);
  }
  return torn.map((index) => tornBlock(blocks[index]));
}

/** The block with the paragraphs before and after it, and whatever blocks these belong to. */
function neighbourhood(text: string, tokens: readonly FoundToken[], index: number): string {
  const spans = new Map<number, { start: number; end: number }>();
  for (const token of tokens) {
    const span = spans.get(token.index);
    spans.set(token.index, { start: span?.start ?? token.start, end: token.end });
  }
  const own = spans.get(index) ?? { start: 0, end: text.length };
  let start = /\n\s*\n(?:(?!\n\s*\n)[\s\S])*\n\s*\n(?:(?!\n\s*\n)[\s\S])*$/.exec(
    text.slice(Math.max(0, own.start - 4000), own.start),
  )?.[0].length;
  start = own.start - (start ?? Math.min(own.start, 4000));
  const after = text.slice(own.end, own.end + 4000);
  let end = own.end + (/^[\s\S]*?\S[\s\S]*?\n\s*\n/.exec(after)?.[0] ?? after).length;
  for (let grown = true; grown; ) {
    grown = false;
    for (const token of tokens) {
      const span = spans.get(token.index) ?? own;
      const isInside = token.start < end && token.end > start;
      const surrounds = span.start < own.start && span.end > own.end;
      if (!isInside || (span.start >= start && span.end <= end) || surrounds) continue;
      [start, end] = [Math.min(start, span.start), Math.max(end, span.end)];
      grown = true;
    }
  }
  return text.slice(start, end);
}

/** Takes the branches that are decided; a loop that is taken goes round twice. */
function resolve(text: string, decide: Decide, blocks: readonly BlockSymbol[]): string {
  const tokens = findTokens(text, 'oec');
  let next = 0;
  let position = 0;
  const sequence = (): string => {
    let out = '';
    for (let token = tokens[next]; ; token = tokens[next]) {
      out += text.slice(position, token?.start);
      position = token?.end ?? text.length;
      if (token?.kind !== 'o') return out;
      next += 1;
      out += block(token.index);
    }
  };
  const tag = (kind: 'e' | 'c', index: number): boolean => {
    const token = tokens[next];
    next += 1;
    return token?.kind === kind && token.index === index;
  };
  const block = (index: number): string => {
    const body = sequence();
    const isWhole = tag('e', index);
    const inverse = sequence();
    if (!isWhole || !tag('c', index)) return '\0';
    const taken = decide(index);
    if (taken === false) return inverse;
    if (taken === true) return body.repeat(blocks[index]?.kind === 'each' ? 2 : 1);
    const [open, otherwise, close] = (['o', 'e', 'c'] as const).map((k) => stageToken(k, index));
    return open + body + otherwise + inverse + close;
  };
  return sequence();
}

const BLOCK_TAG =
  /\s*(<\/?(?:p|ul|ol|li|blockquote|h[1-6]|hr|table|thead|tbody|tr|td|th|pre|div)\b[^>]*>)\s*/g;

/** White space counts between words, and not beside the tags of blocks. */
function normalise(html: string): string {
  return html.replace(/\s+/g, ' ').replace(BLOCK_TAG, '$1').trim();
}

function tornBlock(block: BlockSymbol | undefined): Problem {
  const kind = block?.kind ?? 'if';
  const advice =
    kind === 'each'
      ? 'Inside a sentence, put words of the sentence before it on its line; for paragraphs, put a blank line before its opening and its closing tag; write a list as html: <ul>{{#each …}}<li>…</li>{{/each}}</ul>.'
      : `Put it inside the list item, heading or table cell ("- {{#${kind} …}}text{{/${kind}}}"), or set it apart from the paragraphs with a blank line before its opening and after its closing tag.`;
  return {
    severity: 'error',
    code: 'slot-torn',
    what: `This {{#${kind}}} tears the text around it apart: with and without it, Markdown reads the lines differently.`,
    where: block?.where,
    fix: advice,
  };
}
