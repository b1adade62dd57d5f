import Handlebars from 'handlebars';
import { didYouMean } from '../nearest.ts';
import type { Place, Problem } from '../problem.ts';
import { BUILT_IN, HELPERS } from './helpers.ts';
import { type PartialUse, type PathUse, placeOfPosition, type TemplateInput } from './template.ts';

interface Found {
  readonly paths: PathUse[];
  readonly partials: PartialUse[];
  readonly problems: Problem[];
}

/** What a template names, and which helpers and partials of these there are not. */
export function inspectTemplate(ast: hbs.AST.Program, input: TemplateInput): Found {
  const found: Found = { paths: [], partials: [], problems: [] };
  const { paths, partials, problems } = found;
  const lines = input.text.split('\n');
  const inline = new Set<string>();
  const at = ({ start, end }: hbs.AST.SourceLocation): Place => ({
    ...placeOfPosition(input, start),
    length: start.line === end.line ? end.column - start.column : undefined,
  });
  const use = (path: hbs.AST.Expression, escaped: boolean) => {
    const { parts, data, loc, type } = path as hbs.AST.PathExpression;
    const [name] = data && parts[0] === 'root' ? parts.slice(1) : (parts ?? []);
    if (type !== 'PathExpression' || (data && parts[0] !== 'root') || name === undefined) return;
    const line = lines[loc.start.line - 1] ?? '';
    paths.push({ name, escaped, where: at(loc), before: line.slice(0, loc.start.column) });
  };
  const call = (
    node: hbs.AST.MustacheStatement | hbs.AST.SubExpression | hbs.AST.BlockStatement,
  ) => {
    const path = node.path as hbs.AST.PathExpression;
    const isCall = node.params.length > 0 || (node.hash?.pairs.length ?? 0) > 0;
    if (isCall && path.type === 'PathExpression' && !isHelper(path.original)) {
      problems.push(unknownHelper(path.original, at(path.loc)));
    } else
      problems.push(
        ...misusedHelper(node, at(node.type === 'BlockStatement' ? node.loc : path.loc)),
      );
    if (!isCall && !isHelper(path.original))
      use(path, (node as { escaped?: boolean }).escaped ?? true);
    for (const param of [...node.params, ...(node.hash?.pairs.map((pair) => pair.value) ?? [])]) {
      use(param, true);
    }
  };
  const partial = (node: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) => {
    for (const param of [...node.params, ...(node.hash?.pairs.map((pair) => pair.value) ?? [])]) {
      use(param, true);
    }
    if (node.name.type !== 'PathExpression') {
      problems.push(dynamicPartial(at(node.loc)));
      return;
    }
    const name = (node.name as hbs.AST.PathExpression).original;
    const isBlock = node.type === 'PartialBlockStatement';
    const { start, end } = node.loc;
    const before = (lines[start.line - 1] ?? '').slice(0, start.column);
    const after = isBlock ? '' : (lines[end.line - 1] ?? '').slice(end.column);
    partials.push({
      name,
      isBlock,
      where: at(node.loc),
      hasParameters: (node.hash?.pairs.length ?? 0) > 0,
      isAlone: `${before}${after}`.trim() === '',
    });
    if (name.startsWith('@') || inline.has(name) || input.partials.includes(name)) return;
    if (!isBlock) problems.push(unknownPartial(name, at(node.loc), [...input.partials, ...inline]));
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
  return found;
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
