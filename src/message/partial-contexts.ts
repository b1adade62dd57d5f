import Handlebars from 'handlebars';
import type { Place } from '../problem.ts';
import { DeferredListingError, expressionOf, isDeferred, type Symbols } from './symbols.ts';
import { placeOfLocation } from './template-input.ts';

/** No template can hold this character, so that none can name the helper, or a field like it. */
const WITH = '\uF8FFwith';

/** Registers the helper that `withContexts` calls. */
export function registerContexts(
  env: typeof Handlebars,
  symbols: Symbols,
  noteCall: (where: Place | undefined) => void,
): void {
  env.registerHelper(WITH, (context: unknown, { hash, loc }: Options) => {
    noteCall(placeOfLocation({ loc }));
    return Object.keys(hash).length > 0 ? contextWith(context, hash, symbols) : context;
  });
}

/**
 * Has a helper make the context of every `{{> partial name=value}}` of an AST, in place.
 * Handlebars copies the context to add the parameters, and what is not known yet has nothing to
 * copy. The helper is also told where the tag stands, just before the partial is called.
 */
export function withContexts(ast: hbs.AST.Program): hbs.AST.Program {
  const visitor = new Handlebars.Visitor();
  const visitPartial = (node: PartialCall) => {
    const { params, hash, loc } = node;
    const context = params.length > 0 ? params : [path('this', [], loc)];
    const call = {
      type: 'SubExpression',
      path: path(WITH, [WITH], loc),
      params: context,
      hash,
      loc,
    };
    Object.assign(node, { params: [call], hash: undefined });
  };
  visitor.PartialStatement = visitPartial;
  visitor.PartialBlockStatement = (node) => {
    visitPartial(node);
    visitor.accept(node.program);
  };
  visitor.accept(ast);
  return ast;
}

type PartialCall = hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement;
type Values = Readonly<Record<string, unknown>>;
type Options = {
  readonly hash: Values;
  readonly loc?: Parameters<typeof placeOfLocation>[0]['loc'];
};

function path(original: string, parts: string[], loc: hbs.AST.SourceLocation) {
  return { type: 'PathExpression', data: false, depth: 0, parts, original, loc };
}

function contextWith(context: unknown, parameters: Values, symbols: Symbols): unknown {
  try {
    return Handlebars.Utils.extend({}, context, parameters);
  } catch (error) {
    if (!(error instanceof DeferredListingError)) throw error;
    const base = isDeferred(context)
      ? symbols.defer({ kind: 'copy', of: expressionOf(context) })
      : (context as object);
    return extended(base, parameters, error.field);
  }
}

/** The parameters by their names, and whatever else is asked for from what cannot be listed. */
function extended(base: object, parameters: Values, name: string): object {
  const isParameter = (key: PropertyKey) => Object.hasOwn(parameters, key);
  return new Proxy(
    { ...parameters },
    {
      get: (own, key) => {
        if (typeof key !== 'string' || isParameter(key) || key in Object.prototype) {
          return Reflect.get(own, key);
        }
        return key === 'toHTML' ? undefined : Reflect.get(base, key);
      },
      getOwnPropertyDescriptor: (own, key) =>
        isParameter(key) || key in Object.prototype
          ? Reflect.getOwnPropertyDescriptor(own, key)
          : Reflect.getOwnPropertyDescriptor(base, key),
      ownKeys: () => {
        throw new DeferredListingError(name);
      },
    },
  );
}
