import Handlebars from 'handlebars';
import { didYouMean } from '../nearest.ts';
import type { Place, Problem } from '../problem.ts';
import { BUILT_IN, HELPERS } from './helpers.ts';
import type { PartialUse, PathUse } from './template.ts';
import { placeOfPosition, type TemplateInput } from './template-input.ts';

/** What a template names, and which helpers and partials of these there are not. */
export function inspectTemplate(ast: hbs.AST.Program, input: TemplateInput): Inspection {
  const inspector = new Inspector(input);
  inspector.accept(ast);
  return inspector;
}

interface Inspection {
  readonly paths: readonly PathUse[];
  readonly partials: readonly PartialUse[];
  readonly problems: readonly Problem[];
}

type PartialCall = hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement;

class Inspector extends Handlebars.Visitor implements Inspection {
  readonly paths: PathUse[] = [];
  readonly partials: PartialUse[] = [];
  readonly problems: Problem[] = [];
  readonly #input: TemplateInput;
  readonly #lines: readonly string[];
  readonly #inline = new Set<string>();

  constructor(input: TemplateInput) {
    super();
    this.#input = input;
    this.#lines = input.text.split('\n');
  }

  override MustacheStatement(node: hbs.AST.MustacheStatement) {
    this.#call(node);
    super.MustacheStatement(node);
  }
  override BlockStatement(node: hbs.AST.BlockStatement) {
    this.#call(node);
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
  override DecoratorBlock(node: hbs.AST.DecoratorBlock) {
    const [name] = node.params as hbs.AST.StringLiteral[];
    if (name?.type === 'StringLiteral') this.#inline.add(name.value);
    super.DecoratorBlock(node);
  }

  #call(node: Call): void {
    const path = node.path as hbs.AST.PathExpression;
    const isCall = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    const isBlock = node.type === 'BlockStatement';
    if (isHelper(path.original)) {
      this.problems.push(...misusedHelper(node, this.#at(isBlock ? node.loc : path.loc)));
    } else if (isCall && path.type === 'PathExpression') {
      this.problems.push(unknownHelper(path.original, this.#at(path.loc)));
    } else this.#use(path);
    this.#arguments(node);
  }

  #partial(node: PartialCall): void {
    this.#arguments(node);
    if (node.name.type !== 'PathExpression') {
      this.problems.push(dynamicPartial(this.#at(node.loc)));
      return;
    }
    const name = (node.name as hbs.AST.PathExpression).original;
    const isBlock = node.type === 'PartialBlockStatement';
    this.partials.push({
      name,
      isBlock,
      where: this.#at(node.loc),
      hasParameters: (node.hash?.pairs.length ?? 0) > 0,
      isAlone: this.#isAlone(node.loc, isBlock),
    });
    const known = [...this.#input.partials, ...this.#inline];
    if (isBlock || name.startsWith('@') || known.includes(name)) return;
    this.problems.push(unknownPartial(name, this.#at(node.loc), known));
  }

  #arguments({ params, hash }: Call | PartialCall): void {
    for (const value of [...params, ...(hash?.pairs.map((pair) => pair.value) ?? [])]) {
      this.#use(value);
    }
  }

  /** `{{name}}` and `{{@root.name}}`; `@index` and its like are no merge fields. */
  #use(path: hbs.AST.Expression): void {
    const { parts = [], data, loc, type } = path as hbs.AST.PathExpression;
    const isRoot = data && parts[0] === 'root';
    const name = isRoot ? parts[1] : parts[0];
    if (type !== 'PathExpression' || (data && !isRoot) || name === undefined) return;
    this.paths.push({ name, where: this.#at(loc) });
  }

  #isAlone({ start, end }: hbs.AST.SourceLocation, isBlock: boolean): boolean {
    const before = (this.#lines[start.line - 1] ?? '').slice(0, start.column);
    const after = isBlock ? '' : (this.#lines[end.line - 1] ?? '').slice(end.column);
    return `${before}${after}`.trim() === '';
  }

  #at({ start, end }: hbs.AST.SourceLocation): Place {
    const length = start.line === end.line ? end.column - start.column : undefined;
    return { ...placeOfPosition(this.#input, start), length };
  }
}

function isHelper(name: string): boolean {
  return Object.hasOwn(HELPERS, name) || (BUILT_IN as readonly string[]).includes(name);
}

type Call = hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement;

/** A helper as a block, or with too few values, which it would take for something else. */
function misusedHelper({ type, path, params }: Call, where: Place): Problem[] {
  const name = (path as hbs.AST.PathExpression).original;
  const helper = Object.hasOwn(HELPERS, name) ? HELPERS[name] : undefined;
  if (!helper) return [];
  if (type === 'BlockStatement') {
    return [
      {
        severity: 'error',
        code: 'slot-block-helper',
        what: `{{#${name}}} is no block.`,
        where,
        fix: `Write {{#if (${name} …)}} … {{/if}}, or {{#each (${name} …)}} … {{/each}}.`,
      },
    ];
  }
  if (params.length >= Math.max(1, helper.length)) return [];
  return [
    {
      severity: 'error',
      code: 'helper-arguments',
      what: `{{${name}}} needs ${helper.length > 1 ? 'two values' : 'a value'}.`,
      where,
      fix: `Write {{${name} ${helper.length > 1 ? 'first_name "friend"' : 'first_name'}}}, with names or texts of your own.`,
    },
  ];
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
