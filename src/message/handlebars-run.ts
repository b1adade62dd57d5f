import Handlebars from 'handlebars';
import type { Expression, Helper } from './expression.ts';
import { guardPartials } from './guard-partials.ts';
import { HELPERS } from './helpers.ts';
import { LetterText } from './letter-context.ts';
import { registerPlaces } from './placed-values.ts';
import { SlotError } from './slot-error.ts';
import { DeferredListingError, expressionOf, isDeferred, type Symbols } from './symbols.ts';
import { placeOfLocation } from './template-input.ts';
import { holdsToken, stageToken } from './tokens.ts';

interface Options {
  readonly name: string;
  readonly hash: Record<string, unknown>;
  readonly data?: Record<string, unknown>;
  readonly loc?: Parameters<typeof placeOfLocation>[0]['loc'];
  fn?(context: unknown, options?: object): string;
  inverse?(context: unknown, options?: object): string;
  lookupProperty(parent: unknown, key: string): unknown;
}

/**
 * A Handlebars environment in which values that depend on the recipient stay symbols: helpers
 * called with one give one, and blocks over one render both branches between tokens. Everything
 * else is Handlebars' own code and cannot differ from it.
 */
export function symbolicHandlebars(
  symbols: Symbols,
  watch: (context: unknown) => unknown = (context) => context,
): typeof Handlebars {
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
  guardPartials(env, watch);
  registerPlaces(env, symbols);
  return env;
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
    if (all.length !== 2 || !options.fn) return own.apply(this, all);
    if (![subject, options.hash.includeZero].some(isDeferred)) return own.apply(this, all);
    const index = symbols.addBlock({
      kind,
      subject: expressionOf(subject),
      includeZero: expressionOf(options.hash.includeZero ?? false),
      locals: symbols.newLocals(),
      where: placeOfLocation(options),
    });
    const body = renderBody(kind, this, subject, options, symbols, index);
    const inverse = options.inverse?.(this) ?? '';
    return `${stageToken('o', index)}${body}${stageToken('e', index)}${inverse}${stageToken('c', index)}`;
  };
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
    if (!isDeferred(context)) return own.apply(this, all);
    throw new SlotError(
      'slot-field-block',
      `{{#${options.name}}} is not clear: it could be a condition or a loop.`,
      placeOfLocation(options),
      `Write {{#if ${options.name}}} … {{/if}}, or {{#each ${options.name}}} … {{/each}}.`,
    );
  });
}
