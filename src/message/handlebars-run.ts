import Handlebars from 'handlebars';
import type { Place } from '../problem.ts';
import { namelessBlock } from './call-problems.ts';
import type { Expression, Helper } from './expression.ts';
import { guardPartials } from './guard-partials.ts';
import { HELPERS } from './helpers.ts';
import { LetterText } from './letter-context.ts';
import { registerContexts, withContexts } from './partial-contexts.ts';
import { registerPlaces, withPlaces } from './placed-values.ts';
import { SlotError } from './slot-error.ts';
import { DeferredListingError, expressionOf, isDeferred, type Symbols } from './symbols.ts';
import { placeOfLocation } from './template-input.ts';
import { holdsToken, stageToken } from './tokens.ts';

interface Options {
  readonly name: string;
  readonly hash: Record<string, unknown>;
  readonly data?: Record<string, unknown>;
  readonly loc?: Parameters<typeof placeOfLocation>[0]['loc'];
  fn?: ((context: unknown, options?: object) => string) & { readonly blockParams?: number };
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
  let partialCall: Place | undefined;
  guardPartials(env, () => partialCall);
  registerPlaces(env, symbols);
  registerContexts(env, symbols, (where) => {
    partialCall = where;
  });
  return env;
}

/** Makes a parsed template ready for such an environment, in place. */
export function prepareAst(ast: hbs.AST.Program): hbs.AST.Program {
  return withContexts(withPlaces(ast));
}

function deferrable(name: string, helper: Helper, symbols: Symbols) {
  return function (this: unknown, ...all: unknown[]): unknown {
    const options = all.at(-1) as Options;
    const args = all.slice(0, -1).map((value) => asPlainText(value, options));
    const hash = Object.entries(options.hash);
    if (![...args, ...hash.map(([, value]) => value)].some(isDeferred)) {
      return helper.apply(this, [...args, options]);
    }
    if (options.fn) throw blockOfHelper(name, options);
    return symbols.defer({
      kind: 'call',
      helper: name,
      args: args.map((value) => argument(value, options)),
      hash: Object.fromEntries(hash.map(([key, value]) => [key, argument(value, options)])),
    });
  };
}

/** A helper gets the text of what reads differently in html, if it is the same for everybody. */
function asPlainText(value: unknown, options: Options): unknown {
  if (!(value instanceof LetterText)) return value;
  if (holdsToken(value.text)) throw nestedFields(options);
  return value.text;
}

/** An argument of a call that is made for each recipient: her value, or one of the appeal's. */
function argument(value: unknown, options: Options): Expression {
  try {
    if (isDeferred(value) || !holdsToken(JSON.stringify(value) ?? '')) return expressionOf(value);
  } catch (error) {
    if (!(error instanceof DeferredListingError)) throw error;
  }
  throw nestedFields(options);
}

function nestedFields(options: Options): SlotError {
  return new SlotError(
    'slot-argument',
    `{{${options.name}}} gets something here that itself holds merge fields.`,
    placeOfLocation(options),
    'Name one merge field, or one value of the letter that is the same for everybody.',
  );
}

function deferrableBlock(kind: 'if' | 'unless' | 'each' | 'with', own: Helper, symbols: Symbols) {
  return function (this: unknown, ...all: unknown[]): unknown {
    const [subject, options] = all as [unknown, Options];
    const { includeZero = false } = options.hash;
    if (![subject, includeZero].some(isDeferred)) {
      return listing(options, () => own.call(this, subject, options));
    }
    const index = symbols.addBlock({
      kind,
      subject: argument(subject, options),
      includeZero: argument(includeZero, options),
      locals: symbols.newLocals(),
      where: placeOfLocation(options),
    });
    const body = renderBody(kind, this, subject, options, symbols, index);
    const inverse = options.inverse?.(this) ?? '';
    return `${stageToken('o', index)}${body}${stageToken('e', index)}${inverse}${stageToken('c', index)}`;
  };
}

/** A loop may go through what the letter holds, and not through what differs as a whole. */
function listing<T>(options: Options, loop: () => T): T {
  try {
    return loop();
  } catch (error) {
    if (!(error instanceof DeferredListingError)) throw error;
    throw new SlotError(
      'slot-listing',
      `{{#${options.name} ${error.field}}} would go through everything, and that differs from recipient to recipient.`,
      placeOfLocation(options),
      'Name the merge fields that are meant, one by one.',
    );
  }
}

function renderBody(
  kind: string,
  context: unknown,
  subject: unknown,
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
    placeOfLocation(options),
    `Write {{#if (${name} …)}} … {{/if}}.`,
  );
}

/** `{{#donor}}` means four different things, depending on a value that is not known yet. */
function refuseFieldBlocks(env: typeof Handlebars): void {
  const own = env.helpers.blockHelperMissing as Helper;
  env.registerHelper('blockHelperMissing', function (this: unknown, ...all: unknown[]) {
    const [context, options] = all as [unknown, Options];
    if (!isDeferred(context)) {
      if (options.fn?.blockParams && !Array.isArray(context)) throw namesOfBlock(options);
      return own.apply(this, all);
    }
    throw new SlotError(
      'slot-field-block',
      `A block named after the merge field "${options.name}" is not clear: it could be a condition or a loop, and would take an empty cell for something.`,
      placeOfLocation(options),
      `Write {{#if ${options.name}}} … {{/if}}, {{#unless ${options.name}}} … {{/unless}}, or {{#each ${options.name}}} … {{/each}}.`,
    );
  });
}

/** Only a loop gives names to what it goes through; Handlebars fails where others are asked for one. */
function namesOfBlock(options: Options): SlotError {
  const { what, fix } = namelessBlock(options.name);
  return new SlotError('template-syntax', what, placeOfLocation(options), fix);
}
