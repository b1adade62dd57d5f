import fc from 'fast-check';
import { type BlockKind, type Choice, type Part, writeTemplate } from './write-template.ts';

const TEXTS = [
  'word ',
  ' ',
  '\n',
  '\n\n',
  '  \n',
  '\n  ',
  '"quoted" ',
  "it's <b>bold</b> & more",
  '$& $1 ',
  'a_b_c',
  '§',
  ' }} ',
  '{ { ',
  '\\{{first_name}} raw ',
  '\\\\',
  '{{! a comment }}',
  '{{!-- a {{longer}} comment --}}\n',
  '{{~! eats space ~}}',
  '{{!-- ~ --~}}  \n',
  '日本語 🦉',
  '{{{{if donor}}}} {{first_name}} {{#each}} {{{{/if}}}}',
  '{{{{unless donor}}}}\n}}{{{{/unless}}}}',
  '\t\u00a0',
];

/**
 * Random Handlebars templates as trees of choices, written out by a writer that knows what is in
 * scope: `../`, loop variables and block parameters are used where they mean something. Shrinks.
 */
export const templates: fc.Arbitrary<string> = fc
  .letrec<{ parts: Part[]; part: Part; choice: Choice }>((tie) => {
    const number = fc.nat(1000);
    const block = fc.constantFrom<BlockKind>('if', 'unless', 'each', 'each', 'with');
    const some = (weight: number) => fc.option(tie('choice'), { freq: weight, nil: undefined });
    return {
      choice: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'choice' },
        { weight: 5, arbitrary: fc.record({ kind: fc.constant('path' as const), pick: number }) },
        {
          weight: 1,
          arbitrary: fc.record({ kind: fc.constant('literal' as const), pick: number }),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant('call' as const),
            pick: number,
            args: fc.array(tie('choice'), { minLength: 3, maxLength: 3 }),
          }),
        },
      ),
      parts: fc.array(tie('part'), { maxLength: 3, size: 'max' }),
      part: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'part', depthSize: 'max' },
        {
          weight: 3,
          arbitrary: fc.constantFrom(...TEXTS).map((text) => ({ kind: 'text' as const, text })),
        },
        {
          weight: 5,
          arbitrary: fc.record({
            kind: fc.constant('value' as const),
            expression: tie('choice'),
            tilde: fc.nat(9),
          }),
        },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant('raw' as const), pick: number }) },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('section' as const),
            pick: number,
            inverted: fc.boolean(),
            body: tie('parts'),
            inverse: fc.option(tie('parts'), { nil: undefined }),
          }),
        },
        {
          weight: 7,
          arbitrary: fc.record({
            kind: fc.constant('block' as const),
            block,
            subject: tie('choice'),
            body: tie('parts'),
            chain: fc.array(fc.record({ block, subject: tie('choice'), body: tie('parts') }), {
              maxLength: 1,
            }),
            inverse: fc.option(tie('parts'), { nil: undefined }),
            inverted: fc.nat(5).map((n) => n === 0),
            names: fc.boolean(),
            zero: some(3),
            tilde: fc.nat(9),
            ownLines: fc.boolean(),
          }),
        },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant('partial' as const),
            pick: number,
            context: some(2),
            title: some(2),
            body: fc.option(tie('parts'), { nil: undefined }),
            ownLines: fc.boolean(),
          }),
        },
        {
          weight: 1,
          arbitrary: fc.record({
            kind: fc.constant('inline' as const),
            body: tie('parts'),
            title: some(2),
          }),
        },
      ),
    } as {
      parts: fc.Arbitrary<Part[]>;
      part: fc.Arbitrary<Part>;
      choice: fc.Arbitrary<Choice>;
    };
  })
  .parts.filter((parts) => parts.length > 0)
  .map((parts) => writeTemplate(parts));
