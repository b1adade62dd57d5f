import { parseDocument } from 'htmlparser2';
import { findTokens, tokenPattern } from '../tokens.ts';

type Node = ReturnType<typeof parseDocument>['children'][number];
export type Element = Extract<Node, { attribs: unknown }>;

/** The finished html as a tree. Outlook's conditional comments are comments in it. */
export interface Html {
  readonly root: readonly Node[];
  /** Every element, in the order of the document. */
  readonly elements: readonly Element[];
}

export function readHtml(html: string): Html {
  const root = parseDocument(html).children;
  return { root, elements: root.flatMap(elementsIn) };
}

const OUTLOOK_COMMENT = /<!--\[if [^\]]*\]>(<!-->)?|(<!--)?<!\[endif\]-->/g;

/** The same html with what only Outlook reads no longer in comments. */
export function withOutlook(html: string): string {
  return html.replace(OUTLOOK_COMMENT, '');
}

function elementsIn(node: Node): Element[] {
  return isElement(node) ? [node, ...node.children.flatMap(elementsIn)] : [];
}

export function isElement(node: object): node is Element {
  return 'attribs' in node;
}

/** The text of a node, or undefined if it is something else. */
export function dataOf(node: Node): string | undefined {
  return node.nodeType === 3 && 'data' in node ? node.data : undefined;
}

/** All text in an element; the tokens of values are in it, those of blocks are not. */
export function textIn({ children }: Pick<Element, 'children'>): string {
  const texts = children.map((child) => (isElement(child) ? textIn(child) : (dataOf(child) ?? '')));
  return withoutBlockTags(texts.join(''));
}

export function withoutBlockTags(text: string): string {
  return text.replace(tokenPattern('oec'), '');
}

const UNSEEN = new Set(['head', 'style', 'script', 'title', 'template', 'noscript']);
const HIDING =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|max-height\s*:\s*0|mso-hide\s*:\s*all)/i;

/** Whether nobody sees what is in it: the head, styles, and what is hidden, as the preheader is. */
export function isHidden({ name, attribs }: Element): boolean {
  return UNSEEN.has(name) || attribs.hidden !== undefined || HIDING.test(attribs.style ?? '');
}

/** A text for people: values as an ellipsis, and not more than `length` characters of it. */
export function quote(text: string, length = 50): string {
  const line = withoutBlockTags(text).replace(tokenPattern('vr'), '…').replace(/\s+/g, ' ').trim();
  return line.length > length ? `${line.slice(0, length).trimEnd()}…` : line;
}

/** Whether the whole of a text is one value. */
export function isValue(text: string): boolean {
  const [token] = findTokens(text, 'vr');
  return token !== undefined && token.start === 0 && token.end === text.length;
}
