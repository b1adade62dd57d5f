import { parseDocument } from 'htmlparser2';
import { FENCE } from './markdown.ts';
import { indent, writeLink } from './plain-text.ts';
import { holdsToken, tokenPattern } from './tokens.ts';

type Node = ReturnType<typeof parseDocument>['children'][number];
type Element = Extract<Node, { attribs: unknown }>;

const SILENT = new Set(['script', 'style', 'head', 'title', 'template']);
/** A blank line stands around these, a line break around the next. */
const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr'.split(' '));
const LINES = new Set(
  'div li tr dt dd section article header footer center address figure figcaption'.split(' '),
);

/** Writes html that staff put among their Markdown as plain text. */
export function htmlToText(html: string): string {
  return write('', parseDocument(html).children)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Where an opening `<a …>` leads, if it leads anywhere. */
export function hrefOf(tag: string): string | undefined {
  const [element] = parseDocument(tag).children;
  return element && isElement(element) && element.name === 'a' ? element.attribs.href : undefined;
}

function write(out: string, nodes: readonly Node[]): string {
  return nodes.reduce(writeNode, out);
}

function writeNode(out: string, node: Node): string {
  if (isElement(node)) return writeElement(out, node);
  if (node.nodeType !== 3 || !('data' in node)) return out;
  const text = node.data.replace(/[ \t\n]+/g, ' ');
  return out + (isLineStart(out) || out.endsWith(' ') ? text.replace(/^ /, '') : text);
}

function writeElement(out: string, element: Element): string {
  const { name, children } = element;
  if (SILENT.has(name)) return out;
  if (name === 'br') return `${out.trimEnd()}\n`;
  if (name === 'img') return element.attribs.alt ? `${out}[${element.attribs.alt}]` : out;
  if (PARAGRAPHS.has(name)) return `${apart(out, '\n\n')}${blockText(element)}\n\n`;
  if (LINES.has(name)) return `${apart(out, '\n')}${blockText(element)}\n`;
  const start = isCell(element) && isCell(previousElement(element)) ? `${out.trimEnd()} | ` : out;
  const all = write(start, children);
  if (name !== 'a') return all;
  return start + writeLink(all.slice(start.length), element.attribs.href ?? '');
}

function blockText(element: Element): string {
  const { name, children } = element;
  if (name === 'hr') return '* * *';
  if (name === 'pre') return indent(rawText(children).trimEnd(), '    ', '    ');
  const text = write('', children)
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  if (name === 'blockquote') return indent(text, '> ', '> ');
  if (name !== 'li') return text;
  const mark = markOf(element);
  return indent(text, mark, ' '.repeat(mark.length));
}

/** A dash where a loop makes the items: nobody knows their numbers yet. */
function markOf(item: Element): string {
  const list = item.parent;
  if (!list || !isElement(list) || list.name !== 'ol' || holdsToken(rawText(list.children))) {
    return '- ';
  }
  const items = list.children.filter((child) => isElement(child) && child.name === 'li');
  return `${Number(list.attribs.start ?? 1) + items.indexOf(item)}. `;
}

function rawText(nodes: readonly Node[]): string {
  return nodes
    .map((node) =>
      'children' in node ? rawText(node.children) : node.nodeType === 3 ? node.data : '',
    )
    .join('');
}

const TAGS = new RegExp(`(?:${FENCE}?${tokenPattern('oec').source}${FENCE}?)*$`);

/** Whether a line starts here; the tags of blocks take no room. */
function isLineStart(out: string): boolean {
  return /(^|\n)$/.test(out.replace(TAGS, ''));
}

function apart(out: string, gap: string): string {
  return isLineStart(out) ? out : `${out.trimEnd()}${gap}`;
}

function isCell(node: Node | undefined): boolean {
  return node !== undefined && isElement(node) && /^t[dh]$/.test(node.name);
}

function previousElement({ prev }: Element): Node | undefined {
  let node = prev as Node | null;
  while (node && !isElement(node)) node = node.prev as Node | null;
  return node ?? undefined;
}

function isElement(node: { readonly nodeType: number }): node is Element {
  return node.nodeType === 1;
}
