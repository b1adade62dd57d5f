import fc from 'fast-check';
import Handlebars from 'handlebars';
import { expect, test } from 'vitest';
import { lookupHelper } from '../../src/message/expression.ts';
import { prepareAst, symbolicHandlebars } from '../../src/message/handlebars-run.ts';
import { HELPERS } from '../../src/message/helpers.ts';
import { rootContext } from '../../src/message/root-context.ts';
import { SlotError } from '../../src/message/slot-error.ts';
import { compileNodes, parseSlots } from '../../src/message/slot-tree.ts';
import { createSymbols } from '../../src/message/symbols.ts';
import { findTokens } from '../../src/message/tokens.ts';
import { NASTY_TEXTS, recipients } from './nasty-values.ts';
import { plainHandlebars } from './plain-handlebars.ts';
import { PARTIALS, templates } from './random-template.ts';

/*
 * The source law: for every template and every recipient, the template rendered once with tokens,
 * and its tokens filled for that recipient, is byte for byte what plain Handlebars renders for her.
 *
 * Left out, as Handlebars itself then gives what nobody can mean, and not what we give:
 * - it drops a level of `../` where the inner context == the outer one (a tag in a loop over tags,
 *   or the text "[object Object]" at the root), so `../` leads to the root only, and the root is
 *   made unequal to every text;
 * - `this` inside `{{#if}}` in a loop over null is {}: no loop is over null;
 * - unescaped, it adds two numbers that a block starts with: no block starts with two values.
 */
const APPEAL = {
  org: { name: `Safe "Harbour" & <Co>` },
  signers: ['Amara', 'Bettina & Co', '<Chiara>'],
  notes: [
    { number: 1, title: 'One', first_name: 'not hers' },
    { number: 2, title: '"Two"', first_name: '' },
  ],
};
const FIELDS = ['first_name', 'last_name', 'donor', 'tags', 'gift', 'address'];
const helpers = { ...HELPERS, lookup: lookupHelper };

interface Case {
  readonly template: string;
  readonly noEscape: boolean;
  readonly fields: readonly string[] | undefined;
}

/** One rendering for all, then one per recipient; undefined if the template is refused. */
function bySlots({ template, noEscape, fields }: Case) {
  const symbols = createSymbols();
  const root = rootContext({ ...APPEAL }, fields, symbols);
  const env = symbolicHandlebars(symbols);
  const parse = (text: string) => prepareAst(Handlebars.parseWithoutProcessing(text));
  const render = compile(env, template, noEscape, parse);
  const run = () => (noEscape ? symbols.unescaped(render(context)) : render(context)());
  const context = unequal(root.context);
  let text: string;
  try {
    text = run();
  } catch (error) {
    if (error instanceof SlotError) return undefined;
    throw error;
  }
  if (findTokens(text, 'r').length > 0) return undefined;
  const nodes = parseSlots(text, symbols, () => (noEscape ? 'plain' : 'text'));
  // The ledger keeps the slots as JSON.
  const fill = compileNodes(JSON.parse(JSON.stringify(nodes)), helpers);
  return (recipient: Record<string, unknown>) => fill({ fields: recipient, locals: [] });
}

function byHandlebars({ template, noEscape }: Case) {
  const render = compile(plainHandlebars(), template, noEscape);
  return (recipient: Record<string, unknown>) => render(unequal({ ...APPEAL, ...recipient }))();
}

// As by default, but without a line on the console.
const OWN_ONLY = { allowProtoMethodsByDefault: false, allowProtoPropertiesByDefault: false };

function compile(
  env: typeof Handlebars,
  template: string,
  noEscape: boolean,
  parse: (text: string) => string | hbs.AST.Program = (text) => text,
) {
  for (const [name, text] of Object.entries(PARTIALS)) {
    env.registerPartial(name, env.compile(parse(text), { preventIndent: true, noEscape }));
  }
  const render = env.compile(parse(template), { preventIndent: true, noEscape });
  return (context: unknown) => () => render(context, OWN_ONLY);
}

function unequal<T extends object>(context: T): T {
  return Object.defineProperty(context, Symbol.toPrimitive, { value: () => 'a context' });
}

function sameForAll(input: Case, people: readonly Record<string, unknown>[]): 'held' | 'refused' {
  const ours = bySlots(input);
  if (!ours) return 'refused';
  const theirs = byHandlebars(input);
  for (const person of people) expect(ours(person)).toBe(theirs(person));
  return 'held';
}

const RUNS = 800;

test('a template filled slot by slot reads as plain Handlebars would have it', () => {
  const counts = { held: 0, refused: 0, blocks: 0, loops: 0 };
  fc.assert(
    fc.property(
      templates,
      fc.array(recipients, { minLength: 4, maxLength: 6 }),
      fc.boolean(),
      fc.boolean(),
      (template, people, noEscape, hasList) => {
        const fields = hasList ? FIELDS : undefined;
        counts[sameForAll({ template, noEscape, fields }, people)] += 1;
        if (/#(if|unless|with)/.test(template)) counts.blocks += 1;
        if (/#each/.test(template)) counts.loops += 1;
      },
    ),
    { numRuns: RUNS },
  );
  // A property over templates that are refused, or hold nothing, would prove nothing.
  // Refused is, nearly always, a partial with parameters inside a recipient's loop.
  expect(counts.refused / RUNS).toBeLessThan(0.2);
  expect(Math.min(counts.blocks, counts.loops)).toBeGreaterThan(RUNS / 4);
}, 60_000);

const PEOPLE = NASTY_TEXTS.map((text, index) => ({
  first_name: text,
  last_name: NASTY_TEXTS[(index * 7 + 3) % NASTY_TEXTS.length],
  tags: `${text};b; c `,
  donor: index % 2 ? 'yes' : '',
  gift: [undefined, null, 0, '0', '1,250', false, true][index % 7],
  address: { city: text, deep: { er: [text, null, 0][index % 3] } },
}));

test.each([
  [
    'a loop over the appeal, recipients in it',
    '{{#each signers}}{{this}} {{../first_name}}{{/each}}',
  ],
  [
    'a loop over a recipient, the appeal in it',
    '{{#each (split tags ";") as |t i|}}{{i}}{{t}}{{../org.name}}{{/each}}',
  ],
  ['white space control', 'a {{~#if donor~}} x {{~else~}} y {{~/if~}} b'],
  [
    '0 that counts as something',
    '{{#if gift includeZero=true}}{{gift}}{{/if}}|{{#unless gift includeZero=donor}}no{{/unless}}',
  ],
  [
    '0 of the appeal, counted as the recipient says',
    '{{#if 0 includeZero=donor}}a{{else}}b{{/if}}',
  ],
  ['a chain', '{{#if (gt gift 100)}}a{{else if (eq gift 0)}}b{{else if donor}}c{{else}}d{{/if}}'],
  ['no value at all', '{{first_name.a.b}}{{nobody}}{{#with nobody}}x{{else}}none{{/with}}'],
  [
    'an object',
    '{{#each address}}{{@key}}={{this}}{{#unless @last}},{{/unless}}{{/each}}{{address.deep.er}}',
  ],
  [
    'names that objects have by nature',
    '{{first_name.toString}}{{address.toHTML}}{{address.constructor}}{{tags.length}}',
  ],
  ['a parameter that differs', '{{> card title=(upper first_name)}}{{> card title="fixed"}}'],
  ['a partial block', '{{#> box}}{{first_name}}{{#if donor}}!{{/if}}{{/box}}'],
  [
    'an inline partial',
    '{{#*inline "x"}}<{{a}}{{first_name}}>{{/inline}}{{> x a=last_name}}{{> x}}',
  ],
  ['an indented partial with a two-line value', 'a\n    {{> lines}}\nb'],
  [
    'the rounds of two loops',
    '{{#each signers}}{{#each (split ../tags ";")}}{{@../index}}-{{@index}}-{{@first}}-{{@last}};{{/each}}{{/each}}',
  ],
  ['raw braces', '\\{{first_name}} {{first_name}} \\\\{{first_name}}'],
  [
    'tags on lines of their own',
    'a\n{{#if donor}}\n  b {{first_name}}\n{{else}}\n  c\n{{/if}}\nd\n',
  ],
])('%s: %s', (_reason, template) => {
  const fields = [...FIELDS, 'nobody'];
  for (const noEscape of [false, true]) {
    expect(sameForAll({ template, noEscape, fields }, PEOPLE)).toBe('held');
  }
});

test('a level of ../ is never dropped, as Handlebars does in a loop over equal values', () => {
  const template =
    '{{#each (split tags)}}{{#each (split ../tags)}}{{../../first_name}};{{/each}}{{/each}}';
  const input = { template, noEscape: false, fields: FIELDS };
  const person = { tags: 'a,b', first_name: 'Ann' };
  expect(bySlots(input)?.(person)).toBe('Ann;Ann;Ann;Ann;');
  expect(byHandlebars(input)(person)).toBe(';Ann;Ann;;');
});
