import type { Place } from '../problem.ts';
import type { Expression } from './expression.ts';
import { stageToken } from './tokens.ts';

/** A block that depends on the recipient. `locals` is the first of an each's five local ids. */
export interface BlockSymbol {
  readonly kind: 'if' | 'unless' | 'each' | 'with';
  readonly subject: Expression;
  readonly includeZero: Expression;
  readonly locals: number;
  readonly where: Place | undefined;
}

/** A partial on a line of its own in the letter: column-level MJML, and its plain text twin. */
export interface PartialSymbol {
  readonly mjml: string;
  readonly text: string;
}

/** item, key, index, first, last */
export const LOCALS_A_LOOP = 5;

const EXPRESSION = Symbol('expression');

/** A value that is not known yet. Handlebars passes it around; written out it becomes a token. */
export type Deferred = { readonly [EXPRESSION]: Expression };

export function isDeferred(value: unknown): value is Deferred {
  return (
    typeof value === 'object' && value !== null && Reflect.get(value, EXPRESSION) !== undefined
  );
}

/** The expression that a value stands for; a value that is known already is a constant. */
export function expressionOf(value: unknown): Expression {
  return isDeferred(value) ? value[EXPRESSION] : { kind: 'constant', value };
}

/** What one symbolic run of Handlebars found out: the meaning of every token in its output. */
export interface Symbols {
  readonly values: Expression[];
  /** Where each value is written, if that is known; the same one may be written in many places. */
  readonly places: (Place | undefined)[];
  readonly blocks: BlockSymbol[];
  readonly partials: PartialSymbol[];
  /** Makes a value that renders as a token. */
  defer(expression: Expression): Deferred;
  /** The same value, its tokens to be known by the place where they are written. */
  placed(value: Deferred, where: Place | undefined): Deferred;
  /** The ids of a new loop's locals, the first of `LOCALS_A_LOOP`. */
  newLocals(): number;
  addBlock(block: BlockSymbol): number;
  addPartial(partial: PartialSymbol): string;
  /** Whether values are written as html now. */
  isEscaping(): boolean;
  /** Runs `render` where values are written without escaping (text, subject). */
  unescaped<T>(render: () => T): T;
}

export function createSymbols(): Symbols {
  const values: Expression[] = [];
  const places: (Place | undefined)[] = [];
  const known = new Map<string, number>();
  const blocks: BlockSymbol[] = [];
  const partials: PartialSymbol[] = [];
  let locals = 0;
  let escaping = true;

  const indexOf = (expression: Expression, where: Place | undefined): number => {
    const key = JSON.stringify([expression, where]);
    const index = known.get(key) ?? values.push(expression) - 1;
    known.set(key, index);
    places[index] = where;
    return index;
  };
  const deferAt = (expression: Expression, where?: Place) =>
    deferred(
      expression,
      (written) => stageToken('v', indexOf(written, where)),
      // Handlebars also converts what it only compares: not every raw token gets into the text.
      (written) => stageToken(escaping ? 'r' : 'v', indexOf(written, where)),
    );

  return {
    values,
    places,
    blocks,
    partials,
    defer: (expression) => deferAt(expression),
    placed: (value, where) => deferAt(value[EXPRESSION], where),
    newLocals: () => {
      locals += LOCALS_A_LOOP;
      return locals - LOCALS_A_LOOP;
    },
    addBlock: (block) => blocks.push(block) - 1,
    addPartial: (partial) => stageToken('p', partials.push(partial) - 1),
    isEscaping: () => escaping,
    unescaped: (render) => {
      const before = escaping;
      escaping = false;
      try {
        return render();
      } finally {
        escaping = before;
      }
    },
  };
}

type Write = (expression: Expression) => string;

/**
 * Handlebars asks a value for `toHTML` in `{{x}}`, and converts it to a primitive in `{{{x}}}` and
 * where escaping is off. Any other property read gives the deferred property.
 */
function deferred(expression: Expression, write: Write, writeRaw: Write): Deferred {
  const get = (key: string): unknown =>
    deferred({ kind: 'get', of: expression, key }, write, writeRaw);
  return new Proxy({} as Deferred, {
    get: (_target, key) => {
      if (key === EXPRESSION) return expression;
      if (key === 'toHTML') return () => write(expression);
      if (key === Symbol.toPrimitive || key === 'toString') return () => writeRaw(expression);
      return typeof key === 'string' ? get(key) : undefined;
    },
    // What a template names must be the value's own; the two names above are the symbol's.
    getOwnPropertyDescriptor: (_target, key) =>
      typeof key !== 'string' || key === 'toHTML' || key === 'toString'
        ? undefined
        : { configurable: true, enumerable: true, value: get(key) },
    // Listing the properties of a value that is not known would silently find none.
    ownKeys: () => {
      throw new DeferredListingError(nameOf(expression));
    },
  });
}

/** Something tried to list what a recipient's value holds, such as a loop over all her fields. */
export class DeferredListingError extends Error {
  override readonly name = 'DeferredListingError';
  readonly field: string;
  constructor(field: string) {
    super(`the properties of "${field}" differ from recipient to recipient`);
    this.field = field;
  }
}

/** The name under which staff know an expression: the field that it starts from. */
export function nameOf(expression: Expression): string {
  switch (expression.kind) {
    case 'field':
      return expression.name;
    case 'get':
    case 'copy':
      return nameOf(expression.of);
    case 'call':
      return expression.helper;
    case 'local':
      return 'this';
    case 'click':
      return 'click_link';
    case 'constant':
      return String(expression.value);
  }
}
