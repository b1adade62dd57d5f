import Handlebars from 'handlebars';
import { didYouMean } from '../nearest.ts';
import type { Checked, Place, Problem } from '../problem.ts';
import { BUILT_IN, HELPERS } from './helpers.ts';
import { holdsToken } from './tokens.ts';

/** A file, or a text of the front matter, with Handlebars in it. */
export interface Template {
  readonly file: string;
  readonly text: string;
  readonly ast: hbs.AST.Program;
  /** Every merge field, appeal value or helper that is named, in the order of the file. */
  readonly paths: readonly PathUse[];
}

export interface PathUse {
  /** The first part of the path: `first_name` of `first_name.length`. */
  readonly name: string;
  readonly escaped: boolean;
  readonly where: Place;
  /** What stands before it on its line. */
  readonly before: string;
}

interface TemplateInput {
  readonly file: string;
  readonly text: string;
  /** Where the text starts in the file, if not at its first character. */
  readonly origin?: Pick<Place, 'line' | 'column'> | undefined;
  /** The partials that may be named, besides the inline ones of the text itself. */
  readonly partials: readonly string[];
}

/** Parses a template and finds what Handlebars would only tell while rendering, without a place. */
export function parseTemplate(input: TemplateInput): Checked<Template> {
  const { file, text } = input;
  if (text.includes('\0') || holdsToken(text)) {
    return { problems: [{ ...unreadable(file), where: { file, line: 1, column: 1 } }] };
  }
  try {
    const ast = Handlebars.parseWithoutProcessing(text, { srcName: file });
    moveTo(ast, input.origin);
    const found = inspect(ast, input);
    return { value: { file, text, ast, paths: found.paths }, problems: found.problems };
  } catch (error) {
    return { problems: [syntaxProblem(input, error as Error)] };
  }
}

function unreadable(file: string): Problem {
  return {
    severity: 'error',
    code: 'template-unreadable',
    what: `${file} holds characters that no letter can hold.`,
    fix: 'Save it again as plain UTF-8 text.',
  };
}

/** Shifts every place of an AST by where its text starts in the file. */
function moveTo(ast: hbs.AST.Program, origin: TemplateInput['origin']): void {
  if (!origin) return;
  const seen = new Set<object>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    for (const [key, value] of Object.entries(node)) {
      if (key === 'loc' && value) shift(value as hbs.AST.SourceLocation, origin);
      else visit(value);
    }
  };
  const shifted = new Set<object>();
  const shift = (loc: hbs.AST.SourceLocation, { line, column }: Pick<Place, 'line' | 'column'>) => {
    for (const position of [loc.start, loc.end]) {
      if (shifted.has(position)) continue;
      shifted.add(position);
      if (position.line === 1) position.column += column - 1;
      position.line += line - 1;
    }
  };
  visit(ast);
}

function inspect(ast: hbs.AST.Program, input: TemplateInput) {
  const paths: PathUse[] = [];
  const problems: Problem[] = [];
  const lines = input.text.split('\n');
  const inline = new Set<string>();
  const at = ({ start, end }: hbs.AST.SourceLocation): Place => ({
    file: input.file,
    line: start.line,
    column: start.column + 1,
    length: start.line === end.line ? end.column - start.column : undefined,
  });
  const use = (path: hbs.AST.Expression, escaped: boolean) => {
    const { parts, data, loc, type } = path as hbs.AST.PathExpression;
    const [name] = parts ?? [];
    if (type !== 'PathExpression' || data || name === undefined) return;
    const line = lines[loc.start.line - (input.origin?.line ?? 1)] ?? '';
    paths.push({ name, escaped, where: at(loc), before: line.slice(0, loc.start.column) });
  };
  const call = (
    node: hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement,
  ) => {
    const path = node.path as hbs.AST.PathExpression;
    const isCall = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    if (isCall && path.type === 'PathExpression' && !isHelper(path.original)) {
      problems.push(unknownHelper(path.original, at(path.loc)));
    }
    if (!isCall && !isHelper(path.original))
      use(path, (node as { escaped?: boolean }).escaped ?? true);
    for (const param of [...node.params, ...(node.hash?.pairs.map((pair) => pair.value) ?? [])]) {
      use(param, true);
    }
  };
  const partial = (node: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) => {
    if (node.name.type !== 'PathExpression') {
      problems.push(dynamicPartial(at(node.loc)));
      return;
    }
    const name = (node.name as hbs.AST.PathExpression).original;
    if (name.startsWith('@') || inline.has(name) || input.partials.includes(name)) return;
    if (node.type === 'PartialBlockStatement') return;
    problems.push(unknownPartial(name, at(node.loc), [...input.partials, ...inline]));
  };

  const visitor = new (class extends Handlebars.Visitor {
    override MustacheStatement(node: hbs.AST.MustacheStatement) {
      call(node);
      super.MustacheStatement(node);
    }
    override BlockStatement(node: hbs.AST.BlockStatement) {
      call(node);
      super.BlockStatement(node);
    }
    override SubExpression(node: hbs.AST.SubExpression) {
      call(node);
      super.SubExpression(node);
    }
    override PartialStatement(node: hbs.AST.PartialStatement) {
      partial(node);
      for (const param of node.params) use(param, true);
      super.PartialStatement(node);
    }
    override PartialBlockStatement(node: hbs.AST.PartialBlockStatement) {
      partial(node);
      super.PartialBlockStatement(node);
    }
    override DecoratorBlock(node: hbs.AST.DecoratorBlock) {
      const [name] = node.params as hbs.AST.StringLiteral[];
      if (name?.type === 'StringLiteral') inline.add(name.value);
      super.DecoratorBlock(node);
    }
  })();
  visitor.accept(ast);
  return { paths, problems };
}

function isHelper(name: string): boolean {
  return Object.hasOwn(HELPERS, name) || (BUILT_IN as readonly string[]).includes(name);
}

function unknownHelper(name: string, where: Place): Problem {
  const known = [...Object.keys(HELPERS), ...BUILT_IN];
  return {
    severity: 'error',
    code: 'helper-unknown',
    what: `There is no helper "${name}".`,
    where,
    fix: `${didYouMean(name, known).trim()} Known helpers: ${known.sort().join(', ')}.`.trim(),
  };
}

function unknownPartial(name: string, where: Place, known: readonly string[]): Problem {
  return {
    severity: 'error',
    code: 'partial-unknown',
    what: `There is no partial "${name}".`,
    where,
    fix: `${didYouMean(name, known).trim()} Known partials: ${[...known].sort().join(', ')}.`.trim(),
  };
}

function dynamicPartial(where: Place): Problem {
  return {
    severity: 'error',
    code: 'slot-dynamic-partial',
    what: 'The name of a partial cannot be computed.',
    where,
    fix: 'Name it, and choose between two with {{#if}} … {{else}} … {{/if}}.',
  };
}

/** Handlebars tells a grammar error's line in its message, and the column by a caret. */
function syntaxProblem({ file, text, origin }: TemplateInput, error: Error): Problem {
  const { lineNumber, column } = error as { lineNumber?: number; column?: number };
  const line = lineNumber ?? Number(/on line (\d+)/.exec(error.message)?.[1] ?? 1);
  const unclosed = unclosedBlock(text);
  const where = unclosed
    ? { file, line: unclosed.line, column: unclosed.column, length: unclosed.tag.length }
    : { file, line, column: column === undefined ? caretColumn(text, line, error) : column + 1 };
  const moved = {
    ...where,
    line: where.line + (origin?.line ?? 1) - 1,
    column: where.column + (where.line === 1 ? (origin?.column ?? 1) - 1 : 0),
  };
  return {
    severity: 'error',
    code: 'template-syntax',
    what: unclosed
      ? `${unclosed.tag} is never closed.`
      : /doesn't match/.test(error.message)
        ? `A block is closed by another name: ${error.message.replace(/ - \d.*$/, '')}.`
        : 'This Handlebars tag is not well formed.',
    where: moved,
    fix: unclosed
      ? `Add {{/${unclosed.name}}} where it ends.`
      : 'Check the braces: {{field}}, {{#if field}} … {{else}} … {{/if}}. To show braces as text, write \\{{.',
  };
}

function unclosedBlock(text: string) {
  const stack: { tag: string; name: string; index: number }[] = [];
  for (const match of text.matchAll(/\{\{~?([#/])>?\*?\s*([\w@/-]+)[^}]*\}\}/g)) {
    const [tag, sign, name] = match;
    if (sign === '#') stack.push({ tag, name: name ?? '', index: match.index });
    else if (stack.at(-1)?.name === name) stack.pop();
    else return undefined;
  }
  const open = stack.at(-1);
  if (!open) return undefined;
  const before = text.slice(0, open.index).split('\n');
  return { ...open, line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function caretColumn(text: string, line: number, error: Error): number {
  const [, snippet = '', caret = ''] = error.message.split('\n');
  const past = snippet.slice(0, caret.indexOf('^')).replace(/^\.\.\./, '');
  const content = text.split('\n')[line - 1] ?? '';
  for (let length = past.length; length > 0; length -= 1) {
    const at = content.indexOf(past.slice(-length));
    if (at >= 0) return at + length + 1;
  }
  return 1;
}
