import type { MarkdownIt } from 'markdown-it';
import { hrefOf, htmlToText } from './html-text.ts';
import { citeInText } from './markdown.ts';
import { indent, writeLink } from './plain-text.ts';

type MarkdownToken = ReturnType<MarkdownIt['parse']>[number];

/**
 * Writes Markdown's tokens as plain text: numbers in brackets, links written out, lists and quotes
 * with their marks. Blocks are parted by blank lines; lines are not wrapped yet.
 */
export function markdownToText(tokens: readonly MarkdownToken[]): string {
  const cursor = { at: 0 };
  // Code and html that Markdown takes as they are still have marks in them.
  return citeInText(blocks(tokens, cursor).join('\n\n'));
}

interface Cursor {
  at: number;
}

/** The blocks up to the closing token of the container that the cursor is in. */
function blocks(tokens: readonly MarkdownToken[], cursor: Cursor): string[] {
  const out: string[] = [];
  while (cursor.at < tokens.length) {
    const token = tokens[cursor.at];
    cursor.at += 1;
    if (!token || token.nesting < 0) break;
    const text = block(token, tokens, cursor);
    if (text.trim() !== '') out.push(text);
  }
  return out;
}

function block(token: MarkdownToken, tokens: readonly MarkdownToken[], cursor: Cursor): string {
  switch (token.type) {
    case 'inline':
      return inline(token.children ?? []);
    case 'hr':
      return '* * *';
    case 'fence':
    case 'code_block':
      return indent(token.content.trimEnd(), '    ', '    ');
    case 'html_block':
      return htmlToText(token.content);
    case 'blockquote_open':
      return indent(blocks(tokens, cursor).join('\n\n'), '> ', '> ');
    case 'bullet_list_open':
    case 'ordered_list_open':
      return list(token, tokens, cursor);
    case 'tr_open':
      return blocks(tokens, cursor).join(' | ');
    case 'thead_open':
    case 'tbody_open':
    case 'table_open':
      return blocks(tokens, cursor).join('\n');
    default:
      return token.nesting > 0 ? blocks(tokens, cursor).join('\n\n') : '';
  }
}

function list(open: MarkdownToken, tokens: readonly MarkdownToken[], cursor: Cursor): string {
  const start = Number(open.attrGet('start') ?? 1);
  const items: string[] = [];
  let tight = true;
  while (tokens[cursor.at]?.type === 'list_item_open') {
    tight &&= tokens[cursor.at + 1]?.hidden ?? true;
    cursor.at += 1;
    const mark = open.type === 'ordered_list_open' ? `${start + items.length}. ` : '- ';
    const content = blocks(tokens, cursor);
    items.push(indent(content.join(tight ? '\n' : '\n\n'), mark, ' '.repeat(mark.length)));
  }
  cursor.at += 1;
  return items.join(tight ? '\n' : '\n\n');
}

function inline(tokens: readonly MarkdownToken[]): string {
  let out = '';
  const links: { start: number; href: string }[] = [];
  for (const token of tokens) {
    const tag = token.type === 'html_inline' ? token.content : '';
    const href = hrefOf(tag);
    if (token.type === 'link_open') {
      links.push({ start: out.length, href: String(token.attrGet('href') ?? '') });
    } else if (href !== undefined) {
      links.push({ start: out.length, href });
    } else if (token.type === 'link_close' || /^<\/a\b/i.test(tag)) {
      const link = links.pop();
      if (link) out = out.slice(0, link.start) + writeLink(out.slice(link.start), link.href);
    } else out += inlineText(token);
  }
  return out;
}

function inlineText(token: MarkdownToken): string {
  switch (token.type) {
    case 'text':
    case 'text_special':
    case 'code_inline':
      return token.content;
    case 'softbreak':
      return ' ';
    case 'hardbreak':
      return '\n';
    case 'citation':
      return `[${token.content}]`;
    case 'image':
      return token.content === '' ? '' : `[${token.content}]`;
    case 'html_inline':
      return /^<br\b/i.test(token.content) ? '\n' : '';
    default:
      return '';
  }
}
