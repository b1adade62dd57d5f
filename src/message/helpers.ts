import type { Helper } from './expression.ts';

/**
 * The helpers that letters may use besides Handlebars' own. Each is a pure function of its
 * arguments, without `this` and without a block, so that it can run once per recipient as well as
 * once per letter. The last argument is Handlebars' options.
 */
export const HELPERS: Readonly<Record<string, Helper>> = {
  default: (value, fallback) => (isBlank(value) ? fallback : value),
  eq: (a, b) => text(a) === text(b),
  ne: (a, b) => text(a) !== text(b),
  gt: (a, b) => number(a) > number(b),
  lt: (a, b) => number(a) < number(b),
  and: (...args) => args.slice(0, -1).every((value) => !isBlank(value) && value !== false),
  or: (...args) => args.slice(0, -1).some((value) => !isBlank(value) && value !== false),
  not: (value) => isBlank(value) || value === false,
  upper: (value) => text(value).toUpperCase(),
  lower: (value) => text(value).toLowerCase(),
  split: (value, ...[separator]) =>
    text(value)
      .split(typeof separator === 'string' && separator !== '' ? separator : ',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
};

/** Handlebars' own helpers that letters may use. */
export const BUILT_IN = ['if', 'unless', 'each', 'with', 'lookup'] as const;

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || text(value).trim() === '';
}

function text(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** A list's cells are texts: "1,250" and "$ 25" are numbers to staff. */
function number(value: unknown): number {
  const cleaned = text(value).replace(/[^\d.eE+-]/g, '');
  return cleaned === '' ? Number.NaN : Number(cleaned);
}
