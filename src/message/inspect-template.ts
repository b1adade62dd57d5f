import Handlebars from 'handlebars';
import type { Place, Problem } from '../problem.ts';
import * as problem from './call-problems.ts';
import { isHelper, misusedHelper } from './call-problems.ts';
import type { PartialUse, PathUse } from './template.ts';
import { placeOfPosition, type TemplateInput } from './template-input.ts';

/** What a template names, and what Handlebars would only find while rendering, without a place. */
export function inspectTemplate(ast: hbs.AST.Program, input: TemplateInput): Inspection {
  const inspector = new Inspector(input);
  inspector.accept(ast);
  return inspector;
}

interface Inspection {
  readonly paths: readonly PathUse[];
  readonly partials: readonly PartialUse[];
  readonly inline: readonly string[];
  readonly problems: readonly Problem[];
}

type Tag = hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement;
type PartialCall = hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement;

class Inspector extends Handlebars.Visitor implements Inspection {
  readonly paths: PathUse[] = [];
  readonly partials: PartialUse[] = [];
  readonly inline: string[] = [];
  readonly problems: Problem[] = [];
  readonly #input: TemplateInput;
  readonly #lines: readonly string[];
  /** The bodies of blocks that look into something else, and how many are around. */
  readonly #rounds = new WeakSet<hbs.AST.Program>();
  #depth = 0;
  /** The names after `as` of the blocks around, the innermost last. */
  #names: readonly string[] = [];
  /** Names of blocks around an inline partial, in which Handlebars does not know them. */
  #cut: readonly string[] = [];

  constructor(input: TemplateInput) {
    super();
    this.#input = input;
    this.#lines = input.text.split('\n');
  }

  override Program(node: hbs.AST.Program) {
    const [names, cut] = [this.#names, this.#cut];
    const own = node.blockParams ?? [];
    this.#names = [...names, ...own];
    this.#cut = cut.filter((name) => !own.includes(name));
    const deeper = this.#rounds.has(node) ? 1 : 0;
    this.#depth += deeper;
    super.Program(node);
    this.#depth -= deeper;
    [this.#names, this.#cut] = [names, cut];
  }
  override MustacheStatement(node: hbs.AST.MustacheStatement) {
    this.#call(node);
    super.MustacheStatement(node);
  }
  override BlockStatement(node: hbs.AST.BlockStatement) {
    this.#call(node);
    const name = nameOf(node.path);
    const isCondition = name === 'if' || name === 'unless';
    if (node.inverse?.blockParams || (isCondition && node.program?.blockParams)) {
      this.problems.push(problem.namelessBlock(name, this.#at(node.loc)));
    }
    if (!isCondition && node.program) this.#rounds.add(node.program);
    super.BlockStatement(node);
  }
  override SubExpression(node: hbs.AST.SubExpression) {
    this.#call(node);
    super.SubExpression(node);
  }
  override PartialStatement(node: hbs.AST.PartialStatement) {
    this.#partial(node);
    super.PartialStatement(node);
  }
  override PartialBlockStatement(node: hbs.AST.PartialBlockStatement) {
    this.#partial(node);
    super.PartialBlockStatement(node);
  }
  override Decorator(node: hbs.AST.Decorator) {
    this.problems.push(problem.unknownDecorator(nameOf(node.path), this.#at(node.loc)));
  }
  override DecoratorBlock(node: hbs.AST.DecoratorBlock) {
    const [name] = node.params as hbs.AST.StringLiteral[];
    if (nameOf(node.path) !== 'inline' || name?.type !== 'StringLiteral') {
      this.problems.push(problem.unknownDecorator(nameOf(node.path), this.#at(node.loc)));
    } else this.inline.push(name.value);
    const [names, cut] = [this.#names, this.#cut];
    [this.#names, this.#cut] = [[], [...cut, ...names]];
    super.DecoratorBlock(node);
    [this.#names, this.#cut] = [names, cut];
  }

  #call(node: Tag): void {
    const { path, params, hash } = node;
    const name = nameOf(path);
    const isCall = params.length > 0 || hash !== undefined;
    const isBlock = node.type === 'BlockStatement';
    const where = this.#at(isBlock ? node.loc : path.loc);
    if (isHelper(name) && !this.#names.includes(name)) {
      const [equals] = hash?.pairs ?? [];
      const written = equals && this.#textAt(equals.loc);
      const call = { name, values: params.length, isBlock, where, written };
      this.problems.push(...misusedHelper(call));
    } else if (isCall || node.type === 'SubExpression') {
      this.problems.push(problem.unknownHelper(name, this.#at(path.loc), wordsOf(node)));
    } else if (isBlock && this.#startsWith('{{{{', node.loc)) {
      this.problems.push(problem.unknownRawBlock(name, where));
    } else this.#use(asPath(path));
    this.#arguments(node);
  }

  #partial(node: PartialCall): void {
    this.#arguments(node);
    const where = this.#at(node.loc);
    if (node.name.type === 'SubExpression') {
      this.problems.push(problem.dynamicPartial(where));
      return;
    }
    const name = nameOf(node.name);
    const isBlock = node.type === 'PartialBlockStatement';
    const isAlone = this.#isAlone(node.loc, isBlock);
    if (node.params.length > 1) this.problems.push(problem.partialContexts(name, where));
    this.partials.push({ name, isBlock, where, isAlone });
  }

  #arguments({ params, hash }: Tag | PartialCall): void {
    for (const value of [...params, ...(hash?.pairs.map((pair) => pair.value) ?? [])]) {
      if (value.type !== 'PathExpression') continue;
      this.#use(value as hbs.AST.PathExpression, params.indexOf(value) > 0);
    }
  }

  /** `{{name}}` and `{{@root.name}}`; `@index` and its like are no merge fields. */
  #use(
    { parts, data, depth, original, loc }: hbs.AST.PathExpression,
    isFurtherValue = false,
  ): void {
    const isRoot = data && parts[0] === 'root';
    const name = isRoot ? parts[1] : parts[0];
    if ((data && !isRoot) || name === undefined) return;
    const isOwnName = !data && depth === 0 && !/^\.|this\b/.test(original);
    if (isOwnName && this.#names.includes(name)) return;
    if (isOwnName && this.#cut.includes(name)) {
      this.problems.push(problem.cutParameter(name, this.#at(loc)));
    } else {
      const isOfRoot = isRoot || depth >= this.#depth;
      this.paths.push({ name, where: this.#at(loc), isOfRoot, isFurtherValue });
    }
  }

  #isAlone({ start, end }: hbs.AST.SourceLocation, isBlock: boolean): boolean {
    const before = (this.#lines[start.line - 1] ?? '').slice(0, start.column);
    const after = isBlock ? '' : (this.#lines[end.line - 1] ?? '').slice(end.column);
    return `${before}${after}`.trim() === '';
  }

  #startsWith(braces: string, { start }: hbs.AST.SourceLocation): boolean {
    return (this.#lines[start.line - 1] ?? '').startsWith(braces, start.column);
  }

  /** What stands at a place of one line. */
  #textAt({ start, end }: hbs.AST.SourceLocation): string | undefined {
    if (start.line !== end.line) return undefined;
    return this.#lines[start.line - 1]?.slice(start.column, end.column);
  }

  #at({ start, end }: hbs.AST.SourceLocation): Place {
    const length = start.line === end.line ? end.column - start.column : undefined;
    return { ...placeOfPosition(this.#input, start), length };
  }
}

/** `first` and `name` of `{{first name}}`, which is most likely a field; undefined of anything else. */
function wordsOf({ type, path, params, hash }: Tag): readonly string[] | undefined {
  const isPlain = params.every((value) => value.type === 'PathExpression');
  if (type !== 'MustacheStatement' || !isPlain || hash) return undefined;
  return [path, ...params].map(nameOf);
}

/** The name of a tag. Handlebars takes a text, a number or `true` in its place for a name as well. */
export function nameOf(path: hbs.AST.Expression): string {
  return String((path as hbs.AST.PathExpression).original);
}

/** A tag's name as the path that Handlebars makes of it. */
export function asPath(path: hbs.AST.Expression): hbs.AST.PathExpression {
  if (path.type === 'PathExpression') return path as hbs.AST.PathExpression;
  const original = nameOf(path);
  return {
    type: 'PathExpression',
    data: false,
    depth: 0,
    parts: [original],
    original,
    loc: path.loc,
  };
}
