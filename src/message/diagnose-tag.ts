/** What is wrong with a Handlebars tag, in words for who wrote it. */
export interface Diagnosis {
  /** Of the tag that is meant, in the text. */
  readonly index: number;
  readonly length: number;
  readonly what: string;
  readonly fix: string;
}

/** Looks for what people commonly get wrong, near the place where Handlebars gave up. */
export function diagnoseTag(text: string, offset: number): Diagnosis | undefined {
  return tangledBlock(text) ?? brokenTag(text, offset);
}

interface OpenBlock {
  readonly tag: string;
  readonly name: string;
  readonly index: number;
}

const COMMENT = /\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}/g;
const BLOCK_TAG =
  /(?<!\\)\{\{~?(?:(?<sign>[#^/])>?\*?\s*(?<name>[\w@/.-]+)[^}]*|\s*else\b[^}]*|\^~?)\}\}/g;

/** Blocks that are never closed, never opened, or closed in another order. */
function tangledBlock(text: string): Diagnosis | undefined {
  const stack: OpenBlock[] = [];
  const code = text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ' '));
  for (const { 0: tag, index, groups } of code.matchAll(BLOCK_TAG)) {
    const { sign, name = '' } = groups ?? {};
    const open = stack.at(-1);
    if (sign === undefined) {
      if (!open) return strayElse(tag, index);
    } else if (sign !== '/') stack.push({ tag, name, index });
    else if (!open) return neverOpened(tag, name, index);
    else if (open.name !== name) return otherName(open, tag, index);
    else stack.pop();
  }
  const open = stack.at(-1);
  return open && neverClosed(open);
}

function neverClosed({ tag, name, index }: OpenBlock): Diagnosis {
  return {
    ...{ index, length: tag.length },
    what: `${tag} is never closed.`,
    fix: `Add {{/${name}}} where it ends.`,
  };
}

function neverOpened(tag: string, name: string, index: number): Diagnosis {
  return {
    ...{ index, length: tag.length },
    what: `${tag} closes a block that was never opened.`,
    fix: `Take it out, or add {{#${name} …}} where the block begins.`,
  };
}

function otherName(open: OpenBlock, tag: string, index: number): Diagnosis {
  return {
    ...{ index, length: tag.length },
    what: `${open.tag} is closed by ${tag}.`,
    fix: `Write {{/${open.name}}} here. Of several blocks, the last one opened is the first one closed.`,
  };
}

function strayElse(tag: string, index: number): Diagnosis {
  return {
    ...{ index, length: tag.length },
    what: `${tag} stands outside of a block.`,
    fix: 'Put it between {{#if …}} and {{/if}}, or take it out.',
  };
}

/** What may be wrong inside a tag, the likeliest first; a tag that is right has none of it. */
const MISTAKES: readonly (readonly [sign: RegExp, what: string, fix: string])[] = [
  [/^\{\{\s*\}\}$/, 'names nothing.', 'Write a merge field between the braces: {{first_name}}.'],
  [/^\{\{[^{}]*\}(?!\})/, 'has one brace at its end, and needs two.', 'Write }} at its end.'],
  [/^(?![\s\S]*\}\})/, 'has no end.', 'Write }} where it ends.'],
  [
    /[“”„]/,
    'has the bent quotation marks of a word processor.',
    'Write straight ones: {{default first_name "friend"}}.',
  ],
  [
    /^[^"]*"[^"]*(?:"[^"]*"[^"]*)*$/,
    'has a quotation mark that is opened and never closed.',
    'Write one at both ends of the text: {{default first_name "friend"}}.',
  ],
  [
    /[=!]==?|<|>=|(?<!\{\{[#^]?)>/,
    'compares with a sign, and Handlebars has none.',
    'Write a helper in brackets: {{#if (eq donor "yes")}}, and ne, gt or lt likewise.',
  ],
  [
    /&&|\|\|/,
    'joins with a sign, and Handlebars has none.',
    'Write a helper in brackets: {{#if (and donor city)}}, and or likewise.',
  ],
  [/,/, 'has a comma in it.', 'Part the values by spaces alone: {{default first_name "friend"}}.'],
];

function brokenTag(text: string, offset: number): Diagnosis | undefined {
  const index = text.lastIndexOf('{{', offset);
  // `{{=<% %>=}}` is Mustache's, to change the braces; it is not of this kind of mistake.
  if (index < 0 || text[index + 2] === '=') return undefined;
  const tag = /^\{\{[^\n]*?(?:\}+|(?=\n)|$)/.exec(text.slice(index))?.[0] ?? '';
  const [, what, fix] = MISTAKES.find(([sign]) => sign.test(tag)) ?? [];
  return what === undefined || fix === undefined
    ? undefined
    : { index, length: tag.length, what: `${tag} ${what}`, fix };
}
