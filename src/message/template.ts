import Handlebars from 'handlebars';
import type { Checked, Place, Problem } from '../problem.ts';
import { inspectTemplate } from './inspect-template.ts';
import { type Position, placeOfPosition, type TemplateInput } from './template-input.ts';
import { syntaxProblem } from './template-syntax.ts';
import { holdsToken } from './tokens.ts';

/** A file, or a text of the front matter, with Handlebars in it. */
export interface Template {
  readonly file: string;
  readonly text: string;
  readonly ast: hbs.AST.Program;
  /** Every merge field, appeal value or helper that is named, in the order of the file. */
  readonly paths: readonly PathUse[];
  /** Every call of a partial, in the order of the file. */
  readonly partials: readonly PartialUse[];
  /** The inline partials that it defines, for itself and for partials that it uses. */
  readonly inline: readonly string[];
}

export interface PartialUse {
  readonly name: string;
  readonly where: Place;
  /** Called as a block: `{{#> name}} … {{/name}}`. */
  readonly isBlock: boolean;
  /** Nothing else stands on its line. */
  readonly isAlone: boolean;
}

export interface PathUse {
  /** The first part of the path: `first_name` of `first_name.length`. */
  readonly name: string;
  readonly where: Place;
  /** Not of what an {{#each}} or {{#with}} around it goes through. */
  readonly isOfRoot: boolean;
  /** A further value of a helper, where a text may have been meant. */
  readonly isFurtherValue?: boolean;
}

/** Parses a template and finds what Handlebars would only tell while rendering, without a place. */
export function parseTemplate(input: TemplateInput): Checked<Template> {
  const { file, text } = input;
  const unreadable = unreadableProblem(file, text);
  if (unreadable) return { problems: [unreadable] };
  try {
    const ast = Handlebars.parseWithoutProcessing(text, { srcName: file });
    const { paths, partials, inline, problems } = inspectTemplate(ast, input);
    moveInto(ast, input);
    return { value: { file, text, ast, paths, partials, inline }, problems };
  } catch (error) {
    return { problems: [syntaxProblem(input, error as Error)] };
  }
}

/** U+0000 and the characters that only the stages of a compilation may write. */
export function unreadableProblem(file: string, text: string): Problem | undefined {
  if (!/[\0\uF8FF]/.test(text) && !holdsToken(text)) return undefined;
  return {
    severity: 'error',
    code: 'template-unreadable',
    what: `${file} holds characters that no letter can hold.`,
    where: { file, line: 1, column: 1 },
    fix: 'Save it again as plain UTF-8 text, without symbols of one font alone.',
  };
}

/** Gives every node of an AST its place in the file. */
function moveInto(ast: hbs.AST.Program, input: TemplateInput): void {
  if (!input.placeIn) return;
  const seen = new Set<object>();
  const visit = (node: unknown, key: string): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if (key === 'start' || key === 'end') {
      const { line, column } = placeOfPosition(input, node as Position);
      Object.assign(node, { line, column: column - 1 });
    } else for (const [name, value] of Object.entries(node)) visit(value, name);
  };
  visit(ast, '');
}
