import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byHandlebars, bySlots, holdLaw } from './hold-law.ts';
import { NASTY_TEXTS, recipients } from './nasty-values.ts';
import { templates } from './random-template.ts';
import { PARTIALS } from './write-template.ts';

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
  org: { name: `Safe "Harbour" & <Co>`, 'full name': 'The Safe Harbour' },
  signers: ['Amara', 'Bettina & Co', '<Chiara>'],
  notes: [
    { number: 1, title: 'One', first_name: 'not hers' },
    { number: 2, title: '"Two"', first_name: '' },
  ],
};
const FIELDS = ['first_name', 'last_name', 'donor', 'tags', 'gift', 'address', 'pet name'];

const LETTER = { appeal: APPEAL, partials: PARTIALS };
/** `LAW_RUNS=20000` holds the law for longer than anybody wants to wait each time. */
const RUNS = Number(process.env.LAW_RUNS ?? 300);
const TIMEOUT = RUNS * 200;

test(
  'a template filled slot by slot reads as plain Handlebars would have it',
  () => {
    const counts = { held: 0, refused: 0, blocks: 0, loops: 0 };
    fc.assert(
      fc.property(
        templates,
        fc.array(recipients, { minLength: 4, maxLength: 6 }),
        fc.boolean(),
        fc.boolean(),
        (template, people, noEscape, hasList) => {
          const fields = hasList ? FIELDS : undefined;
          counts[holdLaw({ ...LETTER, template, noEscape, fields }, people)] += 1;
          if (/#(if|unless|with)/.test(template)) counts.blocks += 1;
          if (/#each/.test(template)) counts.loops += 1;
        },
      ),
      { numRuns: RUNS },
    );
    // A property over templates that are refused, or hold nothing, would prove nothing.
    // Refused is a loop over the context of a partial that got parameters in a recipient's loop.
    expect(counts.refused / RUNS).toBeLessThan(0.05);
    expect(Math.min(counts.blocks, counts.loops)).toBeGreaterThan(RUNS / 4);
  },
  TIMEOUT,
);

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
    expect(holdLaw({ ...LETTER, template, noEscape, fields }, PEOPLE)).toBe('held');
  }
});

test('a level of ../ is never dropped, as Handlebars does in a loop over equal values', () => {
  const template =
    '{{#each (split tags)}}{{#each (split ../tags)}}{{../../first_name}};{{/each}}{{/each}}';
  const input = { ...LETTER, template, fields: FIELDS };
  const person = { tags: 'a,b', first_name: 'Ann' };
  expect(bySlots(input)?.(person)).toBe('Ann;Ann;Ann;Ann;');
  expect(byHandlebars(input)(person)).toBe(';Ann;Ann;;');
});
