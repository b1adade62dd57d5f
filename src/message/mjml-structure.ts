import type { Place, Problem } from '../problem.ts';
import type { MjmlPlaces } from './mjml-places.ts';
import { ENDING, isContent, type MjmlPart, mjmlParts } from './mjml-tags.ts';
import type { BlockSymbol } from './symbols.ts';
import { findTokens, tokenPattern } from './tokens.ts';

/** Components between whose children mj-raw may stand, so that a block may go around them. */
const ROOM_FOR_BLOCKS = new Set(['mj-body', 'mj-wrapper', 'mj-column', 'mj-hero']);
/** Where mj-raw may stand besides, so that Outlook's conditional comments may. */
const ROOM_FOR_COMMENTS = new Set([
  ...ROOM_FOR_BLOCKS,
  ...['mj-head', 'mj-section', 'mj-group', 'mj-social', 'mj-accordion', 'mj-navbar'],
]);

const STRUCTURE = new Set(
  (
    'mjml mj-head mj-attributes mj-all mj-class mj-breakpoint mj-font mj-html-attributes ' +
    'mj-selector mj-body mj-wrapper mj-section mj-group mj-column mj-hero ' +
    'mj-accordion mj-accordion-element mj-divider mj-image mj-spacer mj-social ' +
    'mj-navbar mj-carousel'
  ).split(' '),
);

interface Open {
  readonly name: string;
  readonly where: Place | undefined;
}

export interface StructuredMjml {
  /** The tags of blocks between components, wrapped in mj-raw so that MJML keeps them. */
  readonly source: string;
  readonly problems: readonly Problem[];
}

/**
 * Finds what MJML passes over in silence: tags that are never closed, text between components
 * (MJML drops it), blocks around components that cannot come and go.
 */
export function structureMjml(
  marked: string,
  places: MjmlPlaces,
  blocks: readonly BlockSymbol[],
  layout: string,
  placeOf: (text: string, after: Place) => Place,
): StructuredMjml {
  const stack: Open[] = [];
  const problems: Problem[] = [];
  const inside: { readonly parent: Open | undefined; readonly problem: Problem }[] = [];
  let out = '';
  let position = 0;
  let where: Place = { file: layout, line: 1, column: 1 };

  const between = (end: number): void => {
    const parent = stack.at(-1);
    const text = marked.slice(position, end);
    // What MJML does not know it refuses by itself, and better.
    if (parent && !STRUCTURE.has(parent.name)) out += text;
    else {
      const stray = strayText(text, (words) => placeOf(words, where));
      if (stray) problems.push(stray);
      out += betweenComponents(text, parent, blocks, problems);
    }
  };

  for (const part of mjmlParts(marked)) {
    const { name } = part;
    if (isContent(part, stack)) {
      const parent = stack.at(-1);
      if (name !== undefined) inside.push({ parent, problem: nested(name, parent?.name, where) });
      continue;
    }
    between(part.start);
    position = part.end;
    out += part.kind === 'comment' ? comment(part.whole, stack.at(-1)) : tidyTag(part);
    if (part.mark !== undefined) where = places.placeOf(part.mark) ?? where;
    if (name === undefined) continue;
    if (isCutOff(part.whole)) return { source: marked, problems: [cutOff(name, where)] };
    if (part.kind === 'open') stack.push({ name, where });
    if (part.kind !== 'close') continue;
    const inner = stack.at(-1);
    closeTag(name, stack, where, problems);
    const parent = stack.at(-1);
    if (!ENDING.has(name) || parent?.name !== name) continue;
    inside.push({ parent, problem: nested(name, name, inner?.where) });
  }
  between(marked.length);
  problems.push(...stack.map(unclosed));
  // What follows a component that is never closed is not inside of it for who wrote that.
  const isClosed = (parent: Open | undefined) =>
    !problems.some(({ code, where: at }) => code === 'mjml-unclosed' && at === parent?.where);
  problems.push(...inside.filter(({ parent }) => isClosed(parent)).map(({ problem }) => problem));
  return { source: out, problems };
}

/** A tag without its `>` goes on to that of the next one. */
function isCutOff(tag: string): boolean {
  return tag
    .slice(1)
    .replace(/"[^"]*"|'[^']*'/g, '')
    .includes('<');
}

function cutOff(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'mjml-invalid',
    what: `This tag of <${name}> has no ">" at its end.`,
    where,
    fix: 'Write it.',
  };
}

/** MJML drops comments; those that Outlook reads are content. */
function comment(whole: string, parent: Open | undefined): string {
  const isConditional = /^<!--(\[if\b|<!\[endif\])/.test(whole);
  const isRoom = parent !== undefined && ROOM_FOR_COMMENTS.has(parent.name);
  return isConditional && isRoom ? `<mj-raw>${whole}</mj-raw>` : whole;
}

/**
 * MJML loses the content of a component whose name has capitals, and writes every attribute with
 * double quotes, also around such quotes.
 */
function tidyTag({ whole, name }: MjmlPart): string {
  if (name === undefined) return whole;
  return whole
    .replace(/^<\/?mj[a-z-]*/i, (tag) => tag.toLowerCase())
    .replace(/"[^"]*"|'([^']*)'/g, (value, inner?: string) =>
      inner?.includes('"') ? `"${inner.replaceAll('"', '&quot;')}"` : value,
    );
}

function nested(name: string, parent = 'mjml', where: Place | undefined): Problem {
  return {
    severity: 'error',
    code: 'mjml-invalid',
    what: `<${name}> stands inside <${parent}>, whose content MJML passes on as it is.`,
    where,
    fix: `Close <${parent}> before it, and put <${name}> beside it.`,
  };
}

function closeTag(
  name: string,
  stack: Open[],
  where: Place | undefined,
  problems: Problem[],
): void {
  const depth = stack.findLastIndex((open) => open.name === name);
  if (depth < 0) {
    problems.push({
      severity: 'error',
      code: 'mjml-unopened',
      what: `</${name}> closes a tag that was never opened.`,
      where,
      fix: `Remove it, or add the opening <${name}>.`,
    });
    return;
  }
  problems.push(...stack.splice(depth).slice(1).map(unclosed));
}

function unclosed({ name, where }: Open): Problem {
  return {
    severity: 'error',
    code: 'mjml-unclosed',
    what: `<${name}> is never closed.`,
    where,
    fix: `Add </${name}> where it ends.`,
  };
}

function strayText(text: string, placeOf: (words: string) => Place): Problem | undefined {
  const words = text.replace(tokenPattern('oec'), '').trim();
  if (words === '') return undefined;
  return {
    severity: 'error',
    code: 'mjml-stray-text',
    what: `There is text between MJML components, and MJML would drop it: "${excerpt(words)}".`,
    where: placeOf(words),
    fix: 'Put it into an <mj-text>.',
  };
}

function betweenComponents(
  text: string,
  parent: Open | undefined,
  blocks: readonly BlockSymbol[],
  problems: Problem[],
): string {
  const tokens = findTokens(text, 'oec');
  if (tokens.length === 0 || (parent && ROOM_FOR_BLOCKS.has(parent.name))) {
    return text.replace(tokenPattern('oec'), (token) => `<mj-raw>${token}</mj-raw>`);
  }
  for (const index of new Set(tokens.map((token) => token.index))) {
    problems.push(misplacedBlock(blocks[index], parent));
  }
  return text;
}

function misplacedBlock(block: BlockSymbol | undefined, parent: Open | undefined): Problem {
  return {
    severity: 'error',
    code: 'slot-component',
    what: `A block that differs from recipient to recipient cannot stand directly in <${parent?.name ?? 'mjml'}>.`,
    where: block?.where,
    fix: 'Put it around a whole <mj-section>, or inside an <mj-column> or <mj-text>.',
  };
}

function excerpt(text: string): string {
  const line = text.replace(tokenPattern(), '…').replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}
