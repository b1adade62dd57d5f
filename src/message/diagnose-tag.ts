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
  const code = text.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ' '));
  return oneBrace(code) ?? tangledBlock(code) ?? brokenTag(text, offset);
}

const ONE_AT_END = /(?<!\\)\{\{~?\s*(?:[#^/]>?\*?\s*[\w@]|else\b)(?:"[^"\n]*"|[^{}"\n])*\}(?!\})/;
const ONE_AT_START =
  /(?<![{\\])\{~?(?:[#/](?:if|unless|each|with)\b[^{}\n]*|else(?: if [^{}\n]*)?)\}\}/;

/** A block's tag with one brace: Handlebars gives up at the other end of that block, far below. */
function oneBrace(code: string): Diagnosis | undefined {
  const end = ONE_AT_END.exec(code);
  if (end) return oneBraceAt(end[0], end.index, 'has one brace at its end, and needs two.', '}}');
  const start = ONE_AT_START.exec(code);
  return start
    ? oneBraceAt(start[0], start.index, 'has one brace at its start, and needs two.', '{{')
    : undefined;
}

function oneBraceAt(tag: string, index: number, what: string, braces: string): Diagnosis {
  const whole = braces === '}}' ? `${tag}}` : `{${tag}`;
  return { index, length: tag.length, what: `${tag} ${what}`, fix: `Write ${whole}.` };
}

interface OpenBlock {
  readonly tag: string;
  readonly name: string;
  readonly index: number;
  hasElse?: boolean;
}

const COMMENT = /\{\{~?!--[\s\S]*?--~?\}\}|\{\{~?![\s\S]*?\}\}/g;
const BLOCK_TAG =
  /(?<!\\)\{\{~?(?:(?<sign>[#^/])>?\*?\s*(?<name>[\w@/.-]+)[^}]*|\s*else\b[^}]*|\^~?)\}\}/g;

/** Blocks that are never closed, never opened, or closed in another order. */
function tangledBlock(code: string): Diagnosis | undefined {
  const stack: OpenBlock[] = [];
  for (const { 0: tag, index, groups } of code.matchAll(BLOCK_TAG)) {
    const { sign, name = '' } = groups ?? {};
    const open = stack.at(-1);
    if (sign === undefined) {
      if (!open) return strayElse(tag, index);
      if (open.hasElse) return secondElse(open, tag, index);
      open.hasElse = /^\{\{~?\s*(?:else|\^)\s*~?\}\}$/.test(tag);
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

function secondElse(open: OpenBlock, tag: string, index: number): Diagnosis {
  return {
    ...{ index, length: tag.length },
    what: `${tag} stands after the {{else}} of ${open.tag}, and a block has one, at its end.`,
    fix: `Take it out, or close the block before it with {{/${open.name}}}. A further condition is written {{else if …}}, before the {{else}}.`,
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
  [
    /(?<!\bas\s*)\|\s*[a-z]\w*\s*(?::|\(|"|\})/i,
    'has a filter after a bar, and Handlebars has none.',
    'Write a helper before the field: {{default first_name "friend"}}.',
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
