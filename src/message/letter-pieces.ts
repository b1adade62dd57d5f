import type { MarkdownIt } from 'markdown-it';
import { fenceTags, unfenceTags } from './markdown.ts';
import { markdownToText } from './markdown-text.ts';
import type { PartialSymbol } from './symbols.ts';
import { type FoundToken, findTokens, stageToken, tokenPattern } from './tokens.ts';

/** The letter, split where a block or a partial stands between paragraphs. */
export type Piece =
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'partial'; readonly index: number }
  | {
      readonly kind: 'block';
      readonly index: number;
      readonly body: readonly Piece[];
      readonly inverse: readonly Piece[];
    };

/**
 * A block whose opening tag follows a blank line and whose closing tag is followed by one is a
 * piece of its own: whole paragraphs come or go with it. Any other block stays inline, inside the
 * paragraph in which it stands.
 */
export function splitLetter(text: string): Piece[] {
  const tokens = findTokens(text, 'oecp');
  return piecesOf(text, tokens, 0, text.length);
}

function piecesOf(text: string, tokens: readonly FoundToken[], from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  let start = from;
  const flush = (end: number) => {
    const markdown = text.slice(start, end);
    if (markdown.trim() !== '') pieces.push({ kind: 'markdown', text: markdown });
  };
  let at = from;
  for (const token of tokens) {
    if (token.start < at || token.end > to) continue;
    if (token.kind === 'p') {
      flush(token.start);
      pieces.push({ kind: 'partial', index: token.index });
      at = start = token.end;
      continue;
    }
    const tags = tagsOf(tokens, token);
    at = tags.close.end;
    if (!standsApart(text, tags, start, to)) continue;
    flush(token.start);
    pieces.push({
      kind: 'block',
      index: token.index,
      body: piecesOf(text, tokens, token.end, tags.otherwise.start),
      inverse: piecesOf(text, tokens, tags.otherwise.end, tags.close.start),
    });
    start = at;
  }
  flush(to);
  return pieces;
}

interface Tags {
  readonly open: FoundToken;
  readonly otherwise: FoundToken;
  readonly close: FoundToken;
}

function tagsOf(tokens: readonly FoundToken[], open: FoundToken): Tags {
  const tag = (kind: 'e' | 'c') =>
    tokens.find((token) => token.kind === kind && token.index === open.index);
  const [otherwise, close] = [tag('e'), tag('c')];
  if (!otherwise || !close) throw new Error(`block ${open.index} has lost its tags`);
  return { open, otherwise, close };
}

const CLOSING_TAGS = new RegExp(`(?:${tokenPattern('ec').source})+$`);

function standsApart(text: string, { open, otherwise, close }: Tags, from: number, to: number) {
  const before = text.slice(from, open.start);
  if (!/(^|\n[ \t]*\n)[ \t]*$/.test(before) && before.trim() !== '') return false;
  const last = close.start === otherwise.end ? otherwise.start : close.start;
  // The closing tag of an {{else if}} stands where those of the blocks in it do.
  const ending = text.slice(0, last).replace(CLOSING_TAGS, '');
  const closedOnItsOwnLine = ending.endsWith('\n');
  const after = text.slice(close.end, to);
  // Handlebars takes the whole line of a tag that stands alone, its line break included.
  return closedOnItsOwnLine ? /^([ \t]*\n|$)/.test(after) : /^[ \t]*(\n[ \t]*(\n|$)|$)/.test(after);
}

export interface RenderedLetter {
  /** A run of column-level MJML components. */
  readonly mjml: string;
  readonly text: string;
}

/** Renders the pieces apart, with one environment so that reference links work across them. */
export function renderLetter(
  markdown: MarkdownIt,
  source: string,
  partials: readonly PartialSymbol[],
): RenderedLetter {
  const env = { citedOnce: new Set() };
  markdown.parse(fenceTags(source), env);
  const pieces = splitLetter(source);
  const html = (text: string) => unfenceTags(markdown.render(fenceTags(text), env)).trim();
  const plain = (text: string) => unfenceTags(markdownToText(markdown.parse(fenceTags(text), env)));
  return {
    mjml: join(pieces, {
      markdown: (text) => `<mj-text>${html(text)}</mj-text>\n`,
      partial: (index) => `${partials[index]?.mjml ?? ''}\n`,
    }),
    text: join(pieces, {
      markdown: (text) => `${plain(text)}\n\n`,
      partial: (index) => `${(partials[index]?.text ?? '').trim()}\n\n`,
    }),
  };
}

/** The letter's html alone, partials as their tokens: what the lint of Markdown compares. */
export function renderHtml(markdown: MarkdownIt, source: string): string {
  const env = {};
  markdown.parse(fenceTags(source), env);
  return join(splitLetter(source), {
    markdown: (text) => unfenceTags(markdown.render(fenceTags(text), env)),
    partial: (index) => `<p>${stageToken('p', index)}</p>\n`,
  });
}

interface Writers {
  markdown(text: string): string;
  partial(index: number): string;
}

function join(pieces: readonly Piece[], write: Writers): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'markdown') return write.markdown(piece.text);
      if (piece.kind === 'partial') return write.partial(piece.index);
      const [open, otherwise, close] = (['o', 'e', 'c'] as const).map((kind) =>
        stageToken(kind, piece.index),
      );
      return open + join(piece.body, write) + otherwise + join(piece.inverse, write) + close;
    })
    .join('');
}
