import Handlebars from 'handlebars';
import type { Place } from '../problem.ts';
import type { Helper } from './expression.ts';
import { HELPERS } from './helpers.ts';
import { type Deferred, expressionOf, isDeferred, type Symbols } from './symbols.ts';
import { stageToken } from './tokens.ts';

/** A refusal of something that cannot be a slot; `where` is the tag. */
export class SlotError extends Error {
  override readonly name = 'SlotError';
  readonly code: string;
  readonly where: Place | undefined;
  readonly fix: string;
  constructor(code: string, what: string, where: Place | undefined, fix: string) {
    super(what);
    this.code = code;
    this.where = where;
    this.fix = fix;
  }
}

interface Location {
  readonly source?: string;
  readonly start: { readonly line: number; readonly column: number };
}

interface Options {
  readonly name: string;
  readonly hash: Record<string, unknown>;
  readonly data?: Record<string, unknown>;
  readonly loc?: Location;
  fn?(context: unknown, options?: object): string;
  inverse?(context: unknown, options?: object): string;
  lookupProperty(parent: unknown, key: string): unknown;
}

/**
 * A Handlebars environment in which values that depend on the recipient stay symbols: helpers
 * called with one give one, and blocks over one render both branches between tokens. Everything
 * else is Handlebars' own code and cannot differ from it.
 */
export function symbolicHandlebars(symbols: Symbols): typeof Handlebars {
  const env = Handlebars.create();
  env.unregisterHelper('log');
  for (const [name, helper] of Object.entries(HELPERS)) {
    env.registerHelper(name, deferrable(name, helper, symbols));
  }
  const lookup = env.helpers.lookup as Helper;
  env.registerHelper('lookup', deferrable('lookup', lookup, symbols));
  for (const kind of ['if', 'unless', 'each', 'with'] as const) {
    const own = env.helpers[kind] as Helper;
    env.registerHelper(kind, deferrableBlock(kind, own, symbols));
  }
  refuseFieldBlocks(env);
  return env;
}

/** Plain Handlebars with the same helpers: what the law of slots compares with. */
export function plainHandlebars(): typeof Handlebars {
  const env = Handlebars.create();
  env.unregisterHelper('log');
  env.registerHelper(HELPERS as Handlebars.HelperDeclareSpec);
  return env;
}

function deferrable(name: string, helper: Helper, symbols: Symbols) {
  return function (this: unknown, ...all: unknown[]): unknown {
    const options = all.at(-1) as Options;
    const args = all.slice(0, -1);
    const hash = Object.entries(options.hash);
    if (![...args, ...hash.map(([, value]) => value)].some(isDeferred)) {
      return helper.apply(this, all);
    }
    if (options.fn) throw blockOfHelper(name, options);
    return symbols.defer({
      kind: 'call',
      helper: name,
      args: args.map(expressionOf),
      hash: Object.fromEntries(hash.map(([key, value]) => [key, expressionOf(value)])),
    });
  };
}

function deferrableBlock(kind: 'if' | 'unless' | 'each' | 'with', own: Helper, symbols: Symbols) {
  return function (this: unknown, ...all: unknown[]): unknown {
    const [subject, options] = all as [unknown, Options];
    if (all.length !== 2 || !isDeferred(subject) || !options.fn) return own.apply(this, all);
    const index = symbols.addBlock({
      kind,
      subject: expressionOf(subject),
      includeZero: expressionOf(options.hash.includeZero ?? false),
      locals: symbols.newLocals(),
      where: placeOfOptions(options),
    });
    const body = renderBody(kind, this, subject, options, symbols, index);
    const inverse = options.inverse?.(this) ?? '';
    return `${stageToken('o', index)}${body}${stageToken('e', index)}${inverse}${stageToken('c', index)}`;
  };
}

function renderBody(
  kind: string,
  context: unknown,
  subject: Deferred,
  options: Options,
  symbols: Symbols,
  index: number,
): string {
  if (kind === 'with') {
    return options.fn?.(subject, { data: options.data, blockParams: [subject] }) ?? '';
  }
  if (kind !== 'each') return options.fn?.(context) ?? '';
  const first = symbols.blocks[index]?.locals ?? 0;
  const local = (offset: number) => symbols.defer({ kind: 'local', id: first + offset });
  const [item, key] = [local(0), local(1)];
  const data = Object.assign(Handlebars.createFrame(options.data ?? {}), {
    key,
    index: local(2),
    first: local(3),
    last: local(4),
  });
  return options.fn?.(item, { data, blockParams: [item, key] }) ?? '';
}

function blockOfHelper(name: string, options: Options): SlotError {
  return new SlotError(
    'slot-block-helper',
    `{{#${name}}} cannot be a block around what differs from recipient to recipient.`,
    placeOfOptions(options),
    `Write {{#if (${name} …)}} … {{/if}}.`,
  );
}

/** `{{#donor}}` means four different things, depending on a value that is not known yet. */
function refuseFieldBlocks(env: typeof Handlebars): void {
  const own = env.helpers.blockHelperMissing as Helper;
  env.registerHelper('blockHelperMissing', function (this: unknown, ...all: unknown[]) {
    const [context, options] = all as [unknown, Options];
    if (!isDeferred(context)) return own.apply(this, all);
    throw new SlotError(
      'slot-field-block',
      `{{#${options.name}}} is not clear: it could be a condition or a loop.`,
      placeOfOptions(options),
      `Write {{#if ${options.name}}} … {{/if}}, or {{#each ${options.name}}} … {{/each}}.`,
    );
  });
}

function placeOfOptions({ loc }: Options): Place | undefined {
  return loc?.source === undefined
    ? undefined
    : { file: loc.source, line: loc.start.line, column: loc.start.column + 1 };
}
