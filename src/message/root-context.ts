import { DeferredListingError, type Symbols } from './symbols.ts';
import { LINK_FIELDS } from './value-forms.ts';

export interface RootContext {
  readonly context: Record<string, unknown>;
  /** Names that are neither the letter's nor a merge field. */
  readonly unknown: ReadonlySet<string>;
  /** Names taken for merge fields, as no list was given that could tell. */
  readonly assumed: ReadonlySet<string>;
}

/**
 * The context in which a letter is rendered: the letter's own values as they are, every merge
 * field as a symbol. What is neither is noticed, in partials too. The letter's names win over a
 * column of the same name.
 */
export function rootContext(
  values: Record<string, unknown>,
  fields: readonly string[] | undefined,
  symbols: Symbols,
): RootContext {
  const unknown = new Set<string>();
  const assumed = new Set<string>();
  const field = (name: string) => symbols.defer({ kind: 'field', name });
  const known = ['email', ...LINK_FIELDS, ...(fields ?? [])];
  const target = { ...Object.fromEntries(known.map((name) => [name, field(name)])), ...values };

  const context = new Proxy(target, {
    get: (own, key) => {
      if (typeof key !== 'string' || Object.hasOwn(own, key) || isNoField(key)) {
        return Reflect.get(own, key);
      }
      if (fields) {
        unknown.add(key);
        return undefined;
      }
      assumed.add(key);
      own[key] = field(key);
      return own[key];
    },
    // What a list holds besides, and in which order, is not known here.
    ownKeys: () => {
      throw new DeferredListingError('this');
    },
  });
  return { context, unknown, assumed };
}

/** What JavaScript and Handlebars themselves ask an object for. */
function isNoField(key: string): boolean {
  return key in Object.prototype || key === 'toJSON' || key === 'toHTML';
}
