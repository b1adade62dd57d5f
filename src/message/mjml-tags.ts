import { MARKED } from './mjml-places.ts';

/** Components whose content is html or text: MJML passes it on as it is. */
export const ENDING: ReadonlySet<string> = new Set(
  (
    'mj-text mj-button mj-table mj-raw mj-style mj-title mj-preview mj-social-element ' +
    'mj-navbar-link mj-accordion-title mj-accordion-text mj-carousel-image mj-html-attribute'
  ).split(' '),
);

/** A comment, the mark of a place, or the opening or closing tag of a component. */
export interface MjmlPart {
  readonly whole: string;
  readonly start: number;
  readonly end: number;
  /** The number in a mark. */
  readonly mark?: number;
  /** A tag's name, in small letters as MJML reads it. */
  readonly name?: string;
  readonly kind: 'comment' | 'mark' | 'open' | 'close' | 'empty';
}

const SCANNER = new RegExp(
  `<!--[\\s\\S]*?-->|${MARKED.source}|<(/?)(mj[a-z-]*)((?:"[^"]*"|'[^']*'|[^'">])*?)(/?)>`,
  'gi',
);

/** Every part of a rendered template, in order. */
export function mjmlParts(marked: string): MjmlPart[] {
  return [...marked.matchAll(SCANNER)].map((match) => {
    const [whole, mark, slash, name, , selfClosing] = match;
    const at = { whole, start: match.index, end: match.index + whole.length };
    if (mark !== undefined) return { ...at, kind: 'mark', mark: Number(mark) };
    if (name === undefined) return { ...at, kind: 'comment' };
    const kind = slash === '/' ? 'close' : selfClosing === '/' ? 'empty' : 'open';
    return { ...at, kind, name: name.toLowerCase() };
  });
}

/**
 * Whether a tag is only text to MJML, as it stands in the content of an ending component. A closing
 * tag of what stands around that component tells that it was never closed.
 */
export function isContent(part: MjmlPart, stack: readonly { readonly name: string }[]): boolean {
  const inner = stack.at(-1)?.name ?? '';
  if (!ENDING.has(inner) || part.kind === 'mark' || part.name === inner) return false;
  return !(part.kind === 'close' && stack.some((open) => open.name === part.name));
}

/** The components that are open where a text ends, outermost first. */
export function openComponents(marked: string): (MjmlPart & { readonly name: string })[] {
  const stack: (MjmlPart & { readonly name: string })[] = [];
  for (const part of mjmlParts(marked)) {
    const { name } = part;
    if (name === undefined || isContent(part, stack)) continue;
    if (part.kind === 'open') stack.push({ ...part, name });
    if (part.kind !== 'close') continue;
    const depth = stack.findLastIndex((open) => open.name === name);
    if (depth >= 0) stack.splice(depth);
  }
  return stack;
}
