import { WORDS } from './condition.ts';
import { conditionError } from './condition-error.ts';

export interface Token {
  readonly kind: 'word' | 'column' | 'text' | 'number' | 'sign' | 'end';
  /** What it means: a text without its quotation marks, a word in lower case. */
  readonly text: string;
  /** As it stands. */
  readonly raw: string;
  /** Where it begins, from 1. */
  readonly at: number;
}

/** A condition is typed by hand: what is longer is a mistake, or an attempt. */
const LONGEST = 10_000;

const NUMBER = /[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?![\p{L}\p{M}\p{N}_.])/uy;
const NAME = /[\p{L}\p{M}\p{N}_]+/uy;
const BRACKETS = /\[([^[\]]+)\]/y;
const QUOTED = /"((?:[^"\\]|\\["\\])*)"|'((?:[^'\\]|\\['\\])*)'/y;
const SIGN = /!=|<=|>=|[=<>(),]/y;
const SPACE = /\s+/y;

/** Signs of other languages, and what they are here. */
const OTHER_SIGNS: Readonly<Record<string, string>> = {
  '==': '=',
  '<>': '!=',
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '`': '"',
};

/** Cuts a condition into its words. Throws OutcryError with the place of what is none. */
export function readTokens(source: string): Token[] {
  if (source.length > LONGEST) {
    throw conditionError(source, 1, 'The condition is longer than 10,000 characters.');
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    at += match(SPACE, source, at)?.[0].length ?? 0;
    if (at >= source.length) break;
    const token = tokenAt(source, at);
    tokens.push(token);
    at += token.raw.length;
  }
  return [...tokens, { kind: 'end', text: '', raw: '', at: source.trimEnd().length + 1 }];
}

function tokenAt(source: string, at: number): Token {
  const make = (kind: Token['kind'], raw: string, text = raw): Token => ({
    kind,
    text,
    raw,
    at: at + 1,
  });
  const [other = ''] = /^(?:==|<>|&&|\|\||!(?!=)|[“”‘’`])/.exec(source.slice(at, at + 2)) ?? [];
  if (other !== '') throw notOurs(source, at, other);
  const quoted = match(QUOTED, source, at);
  if (quoted) {
    const inner = quoted[1] ?? quoted[2] ?? '';
    return make('text', quoted[0], inner.replace(/\\(["'\\])/g, '$1'));
  }
  const brackets = match(BRACKETS, source, at);
  if (brackets) return make('column', brackets[0], (brackets[1] ?? '').trim());
  const number = match(NUMBER, source, at);
  if (number) return make('number', number[0]);
  const name = match(NAME, source, at)?.[0];
  if (name !== undefined) {
    const isWord = WORDS.has(name.toLowerCase());
    return isWord ? make('word', name, name.toLowerCase()) : make('column', name);
  }
  const sign = match(SIGN, source, at);
  if (sign) return make('sign', sign[0]);
  throw unreadable(source, at);
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function notOurs(source: string, at: number, sign: string) {
  const ours = OTHER_SIGNS[sign] ?? '';
  return conditionError(source, at + 1, `"${sign}" is not known here.`, `Write ${ours} instead.`);
}

function unreadable(source: string, at: number) {
  const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (char === '"' || char === "'") {
    return conditionError(
      source,
      at + 1,
      'A quotation mark is opened here and never closed.',
      `Close it with ${char}. A quotation mark inside is written \\${char}, a backslash \\\\.`,
    );
  }
  if (char === '[') {
    return conditionError(source, at + 1, 'A square bracket is opened here and never closed.');
  }
  return conditionError(source, at + 1, `"${char}" is not known here.`);
}
