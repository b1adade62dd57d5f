import Handlebars from 'handlebars';
import { asPath } from './inspect-template.ts';
import { isDeferred, type Symbols } from './symbols.ts';
import { placeOfLocation } from './template-input.ts';

/** No template can hold this character, so that none can name the helper, or a field like it. */
const AT = '\uF8FFat';

/** Registers the helper that `withPlaces` calls. */
export function registerPlaces(env: typeof Handlebars, symbols: Symbols): void {
  env.registerHelper(AT, (value: unknown, { loc }: Parameters<typeof placeOfLocation>[0]) =>
    isDeferred(value) ? symbols.placed(value, placeOfLocation({ loc })) : value,
  );
}

/**
 * Has every `{{value}}` of an AST pass through a helper that notes its place, in place. Handlebars
 * tells a helper where its tag stands, and a value nothing.
 */
export function withPlaces(ast: hbs.AST.Program): hbs.AST.Program {
  const visitor = new Handlebars.Visitor();
  visitor.MustacheStatement = (node) => {
    const path = asPath(node.path);
    const isCall = node.params.length > 0 || node.hash !== undefined;
    const { params, hash, loc } = node;
    const value = isCall ? { type: 'SubExpression', path, params, hash, loc } : path;
    Object.assign(node, {
      path: { ...path, data: false, depth: 0, parts: [AT], original: AT },
      params: [value],
      hash: undefined,
      loc: path.loc,
    });
  };
  visitor.accept(ast);
  return ast;
}
