import type { OutcryError } from '../../errors.ts';
import {
  COMPARISONS,
  type Column,
  type Condition,
  type Operator,
  TEXT_TESTS,
  type Value,
} from './condition.ts';
import { conditionError } from './condition-error.ts';
import { readTokens, type Token } from './read-tokens.ts';

/** Brackets and `not` within each other. */
const DEEPEST = 100;

/** Reads a condition (see condition.ts). Throws OutcryError with the place of a mistake. */
export function parseCondition(source: string): Condition {
  return new Parser(source).parse();
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = readTokens(source);
  }

  parse(): Condition {
    if (this.#peek().kind === 'end') throw this.#error('The condition is empty.');
    const condition = this.#either();
    if (this.#peek().kind !== 'end') throw this.#unexpected('"and", "or", or the end');
    return condition;
  }

  #either(): Condition {
    return this.#joined('or', () => this.#joined('and', () => this.#negated()));
  }

  #joined(kind: 'or' | 'and', read: () => Condition): Condition {
    const first = read();
    const parts = [first];
    while (this.#takes(kind)) parts.push(read());
    return parts.length === 1 ? first : { kind, parts };
  }

  #negated(): Condition {
    if (++this.#depth > DEEPEST) throw this.#error('The condition is nested too deeply.');
    const condition = this.#one();
    this.#depth -= 1;
    return condition;
  }

  #one(): Condition {
    if (this.#takes('not')) return { kind: 'not', part: this.#negated() };
    if (!this.#takes('(')) return this.#test();
    const inner = this.#either();
    if (!this.#takes(')')) throw this.#unexpected('"and", "or", or a closing bracket');
    return inner;
  }

  #test(): Condition {
    const column = this.#column();
    const isNot = this.#takes('not');
    const positive = this.#positive(column, isNot);
    return isNot ? { kind: 'not', part: positive } : positive;
  }

  #positive(column: Column, isNot: boolean): Condition {
    if (this.#takes('in')) return { kind: 'in', column, values: this.#values() };
    const operator = TEXT_TESTS.find((one) => this.#takesAll(one));
    if (operator) return { kind: 'compare', column, operator, value: this.#value() };
    if (isNot) throw this.#unexpected('"in", "contains", "starts with" or "ends with"');
    if (this.#takes('is')) return this.#emptiness(column);
    const sign = COMPARISONS.find((one) => this.#takes(one));
    if (sign === undefined) return { kind: 'yes', column };
    return { kind: 'compare', column, operator: sign satisfies Operator, value: this.#value() };
  }

  #emptiness(column: Column): Condition {
    const isNot = this.#takes('not');
    if (!this.#takes('empty')) throw this.#unexpected('"empty" or "not empty"');
    return isNot ? { kind: 'not', part: { kind: 'empty', column } } : { kind: 'empty', column };
  }

  #values(): Value[] {
    if (!this.#takes('(')) throw this.#unexpected('an opening bracket');
    const values = [this.#value()];
    while (this.#takes(',')) values.push(this.#value());
    if (!this.#takes(')')) throw this.#unexpected('a comma or a closing bracket');
    return values;
  }

  #column(): Column {
    const { kind, text, at } = this.#peek();
    if (kind !== 'column') throw this.#unexpected('a column');
    this.#next += 1;
    return { kind, name: text, at };
  }

  #value(): Value {
    const { kind, text, raw } = this.#peek();
    if (kind === 'column') return this.#column();
    if (kind !== 'text' && kind !== 'number') {
      throw this.#unexpected('a text in quotation marks, a number or a column');
    }
    if (/^[+-]?0\d/.test(raw)) {
      throw this.#error(`No number begins with 0.`, `If it is a postcode, write "${raw}".`);
    }
    this.#next += 1;
    return { kind, text };
  }

  #peek(): Token {
    const end = { kind: 'end', text: '', raw: '', at: this.#source.length + 1 } as const;
    return this.#tokens[this.#next] ?? end;
  }

  #takes(text: string): boolean {
    const { kind } = this.#peek();
    if ((kind !== 'word' && kind !== 'sign') || this.#peek().text !== text) return false;
    this.#next += 1;
    return true;
  }

  #takesAll(words: string): boolean {
    const before = this.#next;
    if (words.split(' ').every((word) => this.#takes(word))) return true;
    this.#next = before;
    return false;
  }

  #unexpected(wanted: string): OutcryError {
    const { kind, raw } = this.#peek();
    const found = kind === 'end' ? 'the condition ends' : `"${raw}" stands`;
    const fix =
      kind === 'word' && wanted.includes('column')
        ? `If "${raw}" is a column, write [${raw}].`
        : undefined;
    return this.#error(`Here ${found}, where ${wanted} is needed.`, fix);
  }

  #error(what: string, fix?: string): OutcryError {
    return conditionError(this.#source, this.#peek().at, what, fix);
  }
}
