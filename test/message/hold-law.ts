import type Handlebars from 'handlebars';
import { expect } from 'vitest';
import { lookupHelper } from '../../src/message/expression.ts';
import { prepareAst, symbolicHandlebars } from '../../src/message/handlebars-run.ts';
import { HELPERS } from '../../src/message/helpers.ts';
import { rootContext } from '../../src/message/root-context.ts';
import { SlotError } from '../../src/message/slot-error.ts';
import { compileNodes, parseSlots } from '../../src/message/slot-tree.ts';
import { createSymbols } from '../../src/message/symbols.ts';
import { parseTemplate } from '../../src/message/template.ts';
import { findTokens } from '../../src/message/tokens.ts';
import { plainHandlebars } from './plain-handlebars.ts';

export interface Case {
  readonly template: string;
  readonly partials?: Readonly<Record<string, string>>;
  /** What is the same for everybody. */
  readonly appeal: object;
  /** The list's merge fields; undefined when there is no list. */
  readonly fields?: readonly string[] | undefined;
  /** As in the plain text and the subject. */
  readonly noEscape?: boolean;
}

type Person = Readonly<Record<string, unknown>>;
const helpers = { ...HELPERS, lookup: lookupHelper };

/** The law of slots for one template, before Markdown; says whether it was refused. */
export function holdLaw(input: Case, people: readonly Person[]): 'held' | 'refused' {
  const ours = bySlots(input);
  if (!ours) return 'refused';
  const theirs = byHandlebars(input);
  for (const person of people) expect(ours(person)).toBe(theirs(person));
  return 'held';
}

/** One rendering for all, then one per recipient; undefined if the template is refused. */
export function bySlots(input: Case): ((person: Person) => string) | undefined {
  const { noEscape = false, template } = input;
  const symbols = createSymbols();
  const { context } = rootContext({ ...input.appeal }, input.fields, symbols);
  const env = symbolicHandlebars(symbols);
  const parse = (text: string) => prepareAst(parsed(text));
  const render = compile(env, template, input, parse);
  const run = () => render(unequal(context))();
  let text: string;
  try {
    text = noEscape ? symbols.unescaped(run) : run();
  } catch (error) {
    if (error instanceof SlotError) return undefined;
    throw error;
  }
  if (findTokens(text, 'r').length > 0) return undefined;
  const nodes = parseSlots(text, symbols, () => (noEscape ? 'plain' : 'text'));
  // The ledger keeps the slots as JSON.
  const fill = compileNodes(JSON.parse(JSON.stringify(nodes)), helpers);
  return (fields) => fill({ fields, locals: [] });
}

export function byHandlebars(input: Case): (person: Person) => string {
  const render = compile(plainHandlebars(), input.template, input);
  return (person) => render(unequal({ ...input.appeal, ...person }))();
}

/** As `check` reads it: what it finds wrong in a template that is right is wrong itself. */
function parsed(text: string): hbs.AST.Program {
  const { value, problems } = parseTemplate({ file: 'letter.md', text });
  expect(problems).toEqual([]);
  if (!value) throw new Error('a template that is not well formed');
  return value.ast;
}

// As by default, but without a line on the console.
const OWN_ONLY = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false };

function compile(
  env: typeof Handlebars,
  template: string,
  { partials = {}, noEscape = false }: Case,
  parse: (text: string) => string | hbs.AST.Program = (text) => text,
) {
  const options = { preventIndent: true, noEscape };
  for (const [name, text] of Object.entries(partials)) {
    env.registerPartial(name, env.compile(parse(text), options));
  }
  const render = env.compile(parse(template), options);
  return (context: unknown) => () => render(context, OWN_ONLY);
}

function unequal<T extends object>(context: T): T {
  return Object.defineProperty(context, Symbol.toPrimitive, { value: () => 'a context' });
}
