/** A place in a letter that cites, or looks as if it did. */
export interface FoundCitation {
  /** A citation · one in the text of a link · a `[` that nothing closes · Markdown's own `[^1]` · a key outside of brackets */
  readonly kind: 'citation' | 'linked' | 'unclosed' | 'footnote' | 'bare';
  readonly start: number;
  readonly end: number;
  /** The first key that is named. */
  readonly key: string;
}

const LETTER = String.raw`\p{L}\p{N}_`;
/** A key as Pandoc reads it: single punctuation inside of it, or anything in braces. */
const KEY = String.raw`@(?:(?<plain>[${LETTER}](?:[${LETTER}]|[:.#$%&\-+?<>~/](?=[${LETTER}]))*)|\{(?<curly>[^{}\n]+)\}(?!\}))`;
/** Not in an e-mail address, a web address, or behind a backslash. */
const KEY_MARK = String.raw`(?<![${LETTER}.\\/@\-])(?<minus>-?)${KEY}`;

/** What may hold brackets that are no citations: code, addresses of links, Handlebars, comments … */
const SKIPPED = [
  String.raw`^ {0,3}(?<fence>\x60{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\k<fence>|(?![\s\S]))`,
  String.raw`(?<ticks>\x60+)(?!\x60)(?:(?!\n[ \t]*\n)[\s\S])*?(?<!\x60)\k<ticks>(?!\x60)`,
  String.raw`^ {0,3}\[[^\]\n]*\]:[ \t]*\S+(?:[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*$`,
  String.raw`\{\{!--[\s\S]*?--\}\}`,
  String.raw`\{\{[\s\S]*?\}\}`,
  String.raw`<!--[\s\S]*?-->`,
  String.raw`\\.`,
].join('|');
const SCANNER = String.raw`(?<skipped>${SKIPPED})|\[|(?<=^|[\s(*"'\u201C\u2018\u2013\u2014])${KEY}`;

export interface FoundKey {
  readonly key: string;
  /** `-@key`: without the names of its authors. */
  readonly isWithoutAuthors: boolean;
  /** Where the `@` stands, and how long key and `@` are. */
  readonly at: number;
  readonly length: number;
}

/** The keys in a text, `@key` and `@{key}`. */
export function findKeys(text: string): FoundKey[] {
  return [...text.matchAll(new RegExp(KEY_MARK, 'gu'))].map((match) => {
    const { plain, curly = '', minus = '' } = match.groups ?? {};
    return {
      key: plain ?? curly,
      isWithoutAuthors: minus !== '',
      at: match.index + minus.length,
      length: match[0].length - minus.length,
    };
  });
}

/** How a key is cited. */
export function citationOf(key: string): string {
  const isPlain = findKeys(`@${key}`).some((found) => found.key === key);
  return isPlain ? `[@${key}]` : `[@{${key}}]`;
}

/**
 * Finds the citations of a letter, Pandoc's `[@key]`, `[see @a, p. 3; @b]`
 * (https://pandoc.org/MANUAL.html#citation-syntax), and what may have been meant as one.
 */
export function findCitations(text: string): FoundCitation[] {
  const found: FoundCitation[] = [];
  const scanner = new RegExp(SCANNER, 'gmu');
  let linkEnd = 0;
  for (let match = scanner.exec(text); match; match = scanner.exec(text)) {
    const { skipped, plain, curly } = match.groups ?? {};
    if (skipped !== undefined) continue;
    const mark =
      match[0] === '['
        ? judgeBracket(text, match.index)
        : {
            kind: 'bare' as const,
            start: match.index,
            end: scanner.lastIndex,
            key: plain ?? curly ?? '',
          };
    if (mark?.kind === 'link') linkEnd = Math.max(linkEnd, mark.end);
    if (!mark || mark.kind === 'link') continue;
    const isLinked = mark.kind === 'citation' && mark.start < linkEnd;
    found.push({ ...mark, kind: isLinked ? 'linked' : mark.kind });
    scanner.lastIndex = mark.end;
  }
  return found;
}

/** Where a key stands alone in brackets, `[key]`: no citation, no link, and no name of one. */
export function findBrackets(text: string, key: string): { start: number; end: number }[] {
  const literal = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = String.raw`(?<skipped>${SKIPPED})|(?<![\]!])\[ *${literal} *\](?![(:[])`;
  return [...text.matchAll(new RegExp(pattern, 'gmu'))]
    .filter(({ groups }) => groups?.skipped === undefined)
    .map(({ 0: { length }, index }) => ({ start: index, end: index + length }));
}

type Bracket = FoundCitation | { readonly kind: 'link'; readonly end: number };

function judgeBracket(text: string, start: number): Bracket | undefined {
  const { isClosed, end } = readBracket(text, start);
  const content = text.slice(start + 1, isClosed ? end - 1 : end);
  // The text of a link is none, but there may be a citation in it.
  if (isClosed && text[end] === '(') return { kind: 'link', end };
  const footnote = isClosed ? /^\^([^\s[\]]+)$/.exec(content)?.[1] : undefined;
  if (footnote !== undefined) return { kind: 'footnote', start, end, key: footnote };
  const [first] = findKeys(withoutInner(content));
  if (!first) return undefined;
  if (isClosed) return { kind: 'citation', start, end, key: first.key };
  return { kind: 'unclosed', start, end: start + 1 + first.at + first.length, key: first.key };
}

/** Where the bracket at `start` ends: behind the one that closes it, or with its paragraph. */
function readBracket(text: string, start: number): { isClosed: boolean; end: number } {
  let depth = 0;
  const steps = /\\[\s\S]|[[\]]|\n[ \t>]*(?=\n)/g;
  steps.lastIndex = start;
  for (let step = steps.exec(text); step; step = steps.exec(text)) {
    if (step[0].startsWith('\n')) return { isClosed: false, end: step.index };
    if (step[0] === '[') depth += 1;
    if (step[0] === ']') depth -= 1;
    if (depth === 0) return { isClosed: true, end: step.index + 1 };
  }
  return { isClosed: false, end: text.length };
}

/** Brackets inside are no part of a citation's grammar: blanked out, at the same length. */
function withoutInner(content: string): string {
  const text = content.replace(/\[[^[\]]*\]/g, (whole) => ' '.repeat(whole.length));
  return text === content ? text : withoutInner(text);
}
