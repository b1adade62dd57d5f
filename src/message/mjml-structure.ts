import type { Place, Problem } from '../problem.ts';
import { MARKED, type MjmlPlaces } from './mjml-places.ts';
import type { BlockSymbol } from './symbols.ts';
import { findTokens, tokenPattern } from './tokens.ts';

/** Components whose content is html or text: MJML passes it on as it is. */
const ENDING = new Set(
  (
    'mj-text mj-button mj-table mj-raw mj-style mj-title mj-preview mj-social-element ' +
    'mj-navbar-link mj-accordion-title mj-accordion-text mj-carousel-image mj-html-attribute'
  ).split(' '),
);
/** Components between whose children mj-raw may stand, so that a block may go around them. */
const ROOM_FOR_BLOCKS = new Set(['mj-body', 'mj-wrapper', 'mj-column', 'mj-hero']);

const STRUCTURE = new Set(
  (
    'mjml mj-head mj-attributes mj-all mj-class mj-breakpoint mj-font mj-html-attributes ' +
    'mj-selector mj-body mj-wrapper mj-section mj-group mj-column mj-hero ' +
    'mj-accordion mj-accordion-element mj-divider mj-image mj-spacer mj-social'
  ).split(' '),
);
/** What MJML knows, and a letter cannot have. */
const REFUSED = new Map([
  ['mj-include', 'it would pass by the checks of the other templates. Write a partial, {{> name}}'],
  ['mj-carousel', 'it comes out different each time. Show the first image with <mj-image>'],
  ['mj-navbar', 'it comes out different each time. Write links into an <mj-text>'],
]);

const SCANNER = new RegExp(
  `<!--[\\s\\S]*?-->|${MARKED.source}|<(/?)(mj[a-z-]*)((?:"[^"]*"|'[^']*'|[^'">])*?)(/?)>`,
  'g',
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
): StructuredMjml {
  const stack: Open[] = [];
  const problems: Problem[] = [];
  let out = '';
  let position = 0;
  let where: Place | undefined = { file: layout, line: 1, column: 1 };

  const between = (end: number): void => {
    const parent = stack.at(-1);
    const text = marked.slice(position, end);
    // What MJML does not know it refuses by itself, and better.
    if (parent && !STRUCTURE.has(parent.name)) out += text;
    else out += betweenComponents(text, parent, where, blocks, problems);
  };

  for (const match of marked.matchAll(SCANNER)) {
    const [whole, mark, slash, name, , selfClosing] = match;
    const ending = ENDING.has(stack.at(-1)?.name ?? '') ? stack.at(-1)?.name : undefined;
    // A closing tag of what stands around it tells that an ending component was never closed.
    const closesAround = slash === '/' && stack.some((open) => open.name === name);
    if (ending && name !== ending && mark === undefined && !closesAround) continue;
    between(match.index);
    position = match.index + whole.length;
    out += whole;
    if (mark !== undefined) where = places.placeOf(Number(mark));
    if (name === undefined) continue;
    if (slash !== '/') {
      if (REFUSED.has(name)) problems.push(refused(name, where));
      if (selfClosing !== '/') stack.push({ name, where });
    } else closeTag(name, stack, where, problems);
  }
  between(marked.length);
  problems.push(...stack.map(unclosed));
  return { source: out, problems };
}

function refused(name: string, where: Place | undefined): Problem {
  const [what, fix] = (REFUSED.get(name) ?? '').split('. ');
  return {
    severity: 'error',
    code: 'mjml-refused',
    what: `<${name}> cannot be in a letter: ${what}.`,
    where,
    fix: `${fix}.`,
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

function betweenComponents(
  text: string,
  parent: Open | undefined,
  where: Place | undefined,
  blocks: readonly BlockSymbol[],
  problems: Problem[],
): string {
  const words = text.replace(tokenPattern('oec'), '').trim();
  if (words !== '') {
    problems.push({
      severity: 'error',
      code: 'mjml-stray-text',
      what: `There is text between MJML components, and MJML would drop it: "${excerpt(words)}".`,
      where,
      fix: 'Put it into an <mj-text>.',
    });
  }
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
