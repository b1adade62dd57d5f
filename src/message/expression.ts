import Handlebars from 'handlebars';
import type { ClickLink } from '../links.ts';

/** What a slot computes for one recipient, as plain JSON: the ledger keeps it with the campaign. */
export type Expression =
  | { readonly kind: 'field'; readonly name: string }
  /** An item, key or index of a loop; `id` is unique in the message. */
  | { readonly kind: 'local'; readonly id: number }
  | { readonly kind: 'get'; readonly of: Expression; readonly key: string }
  /** A copy of what is the value's own: what a partial with parameters gets as its context. */
  | { readonly kind: 'copy'; readonly of: Expression }
  | { readonly kind: 'constant'; readonly value: unknown }
  /** The recipient's own address of a tracked link. */
  | { readonly kind: 'click'; readonly link: number }
  | {
      readonly kind: 'call';
      readonly helper: string;
      readonly args: readonly Expression[];
      readonly hash: Readonly<Record<string, Expression>>;
    };

export type Helper = (...args: unknown[]) => unknown;

/** What an evaluation reads: the recipient's fields, and the locals of the loops that it stands in. */
export interface Frame {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly locals: unknown[];
}

export type Evaluate = (frame: Frame) => unknown;

/** Turns an expression into a closure that gives what Handlebars would give. */
export function compileExpression(
  expression: Expression,
  helpers: Readonly<Record<string, Helper>>,
): Evaluate {
  switch (expression.kind) {
    case 'constant':
      return () => expression.value;
    case 'local':
      return (frame) => frame.locals[expression.id];
    case 'field':
      return (frame) => ownProperty(frame.fields, expression.name);
    case 'get': {
      const of = compileExpression(expression.of, helpers);
      return (frame) => ownProperty(of(frame), expression.key);
    }
    case 'copy': {
      const of = compileExpression(expression.of, helpers);
      return (frame) => Handlebars.Utils.extend({}, of(frame));
    }
    case 'click':
      return ({ fields }) => (fields.click_link as ClickLink | undefined)?.(expression.link);
    case 'call':
      return compileCall(expression, helpers);
  }
}

function compileCall(
  { helper: name, args, hash }: Extract<Expression, { kind: 'call' }>,
  helpers: Readonly<Record<string, Helper>>,
): Evaluate {
  const helper = helpers[name];
  if (!helper) throw new Error(`unknown helper "${name}" in a compiled message`);
  const values = args.map((arg) => compileExpression(arg, helpers));
  const named = Object.entries(hash).map(
    ([key, value]) => [key, compileExpression(value, helpers)] as const,
  );
  return (frame) =>
    helper(...values.map((value) => value(frame)), {
      name,
      hash: Object.fromEntries(named.map(([key, value]) => [key, value(frame)])),
    });
}

/** Handlebars' `lookupProperty` with its default access control: own properties only. */
function ownProperty(value: unknown, key: string): unknown {
  if (value === null || value === undefined) return value;
  return Object.hasOwn(Object(value), key) ? (value as Record<string, unknown>)[key] : undefined;
}

/** Handlebars' own idea of what `{{#if}}` takes for nothing. */
export function isTruthy(value: unknown, includeZero: boolean): boolean {
  return (includeZero || Boolean(value)) && !Handlebars.Utils.isEmpty(value);
}

/** One round of an `{{#each}}`, as Handlebars counts it. */
export interface Round {
  readonly item: unknown;
  readonly key: unknown;
  readonly index: number;
  readonly first: boolean;
  readonly last: boolean;
}

/** The rounds of an `{{#each}}` over a value: arrays, iterables, objects; nothing for the rest. */
export function roundsOf(value: unknown): Round[] {
  if (value === null || typeof value !== 'object') return [];
  const entries = entriesOf(value);
  return entries.map(([key, item], index) => ({
    item,
    key,
    index,
    first: index === 0,
    last: index === entries.length - 1,
  }));
}

function entriesOf(value: object): (readonly [unknown, unknown])[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => (i in value ? [[i, item]] : []));
  if (Symbol.iterator in value)
    return Array.from(value as Iterable<unknown>, (item, i) => [i, item]);
  return Object.entries(value);
}

/** Handlebars' `lookup`, for values that are known by now. */
export const lookupHelper: Helper = (value, key) =>
  value ? ownProperty(value, String(key)) : value;
