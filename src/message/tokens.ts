/**
 * Stage tokens stand for slots from Handlebars to the finished html. They are letters and digits
 * only: nothing else passes Markdown, MJML and html unchanged. The compiled message then gets wire
 * tokens, which nobody can guess (see wire-tokens.ts).
 */
const PREFIX = 'Oc7Xw2Kq';

/** v a value · r a value that would be html as it is · o e c a block's opening, else, closing · p a partial on a line of its own */
export type TokenKind = 'v' | 'r' | 'o' | 'e' | 'c' | 'p';

export interface FoundToken {
  readonly kind: TokenKind;
  readonly index: number;
  /** Where it starts and ends in the text, in characters. */
  readonly start: number;
  readonly end: number;
}

export const TOKEN_LENGTH = PREFIX.length + 5;

export function stageToken(kind: TokenKind, index: number): string {
  return `${PREFIX}${kind}${index.toString(36).padStart(4, '0')}`;
}

/** Matches one token; groups 1 and 2 are kind and index. A new object each time: it holds state. */
export function tokenPattern(kinds = 'vroecp'): RegExp {
  return new RegExp(`${PREFIX}([${kinds}])([0-9a-z]{4})`, 'g');
}

export function findTokens(text: string, kinds = 'vroecp'): FoundToken[] {
  return [...text.matchAll(tokenPattern(kinds))].map((match) => ({
    kind: match[1] as TokenKind,
    index: Number.parseInt(match[2] ?? '', 36),
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** How often a token stands in a text that is not whole: its letters' case changed, or cut. */
export function countMangled(text: string): number {
  const all = text.match(new RegExp(PREFIX, 'gi'))?.length ?? 0;
  return all - findTokens(text).length;
}

export function holdsToken(text: string): boolean {
  return text.toLowerCase().includes(PREFIX.toLowerCase());
}
