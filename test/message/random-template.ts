import fc from 'fast-check';

/**
 * Random Handlebars templates as trees of choices, written out by a writer that knows what is in
 * scope: `../`, loop variables and block parameters are used where they mean something. Shrinks.
 */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly expression: Choice; readonly tilde: number }
  | { readonly kind: 'raw'; readonly pick: number }
  | {
      readonly kind: 'block';
      readonly block: 'if' | 'unless' | 'each' | 'with';
      readonly subject: Choice;
      readonly body: readonly Part[];
      readonly chain: readonly { subject: Choice; body: readonly Part[] }[];
      readonly inverse: readonly Part[] | undefined;
      readonly names: boolean;
      readonly zero: Choice | undefined;
      readonly tilde: number;
      readonly ownLines: boolean;
    }
  | {
      readonly kind: 'partial';
      readonly pick: number;
      readonly title: Choice | undefined;
      readonly body: readonly Part[] | undefined;
      readonly ownLines: boolean;
    }
  | { readonly kind: 'inline'; readonly body: readonly Part[]; readonly title: Choice | undefined };

export type Choice =
  | { readonly kind: 'path' | 'literal'; readonly pick: number }
  | { readonly kind: 'call'; readonly pick: number; readonly args: readonly Choice[] };

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
  '日本語 🦉',
];
const LITERALS = ['"a"', "'it is'", '""', '0', '1', '-2.5', 'true', 'false', 'null', 'undefined'];
const HELPERS_WITH_ARITY: readonly (readonly [string, number])[] = [
  ['default', 2],
  ['eq', 2],
  ['ne', 2],
  ['gt', 2],
  ['lt', 2],
  ['and', 2],
  ['or', 3],
  ['not', 1],
  ['upper', 1],
  ['lower', 1],
  ['split', 2],
  ['lookup', 2],
];

/** A name in scope. `fixed` ones are the appeal's: the same for every recipient. */
interface Name {
  readonly path: string;
  readonly fixed: boolean;
}

interface Scope {
  readonly names: readonly Name[];
  readonly inner: boolean;
}

const FIELDS = [
  'first_name',
  'last_name',
  'donor',
  'tags',
  'gift',
  'address',
  'address.city',
  'address.deep.er',
  'tags.length',
  'tags.[0]',
  'first_name.length',
  'first_name.none.at.all',
];
const APPEAL = ['org.name', 'org.nothing', 'signers', 'notes', 'signers.length', 'notes.0.number'];

const ROOT: Scope = {
  names: [
    ...FIELDS.map((path) => ({ path, fixed: false })),
    ...APPEAL.map((path) => ({ path, fixed: true })),
    { path: '@root.first_name', fixed: false },
  ],
  inner: false,
};

export const templates: fc.Arbitrary<string> = fc
  .letrec<{ parts: Part[]; part: Part; choice: Choice }>((tie) => {
    const number = fc.nat(1000);
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
        { maxDepth: 4, depthIdentifier: 'part', depthSize: 'max' },
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
          weight: 7,
          arbitrary: fc.record({
            kind: fc.constant('block' as const),
            block: fc.constantFrom('if', 'unless', 'each', 'each', 'with'),
            subject: tie('choice'),
            body: tie('parts'),
            chain: fc.array(fc.record({ subject: tie('choice'), body: tie('parts') }), {
              maxLength: 1,
            }),
            inverse: fc.option(tie('parts'), { nil: undefined }),
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
  .map((parts) => write(parts, ROOT));

/** The partials that random templates may use. `box` is for partial blocks. */
export const PARTIALS: Readonly<Record<string, string>> = {
  card: '[{{title}}|{{first_name}}{{#if donor}}!{{org.name}}{{/if}}]',
  lines: 'one\n{{first_name}}\n{{#each signers}}\n  {{this}} {{../last_name}}\n{{/each}}\n',
  box: '<i>{{#if donor}}{{> @partial-block}}{{else}}none{{/if}}</i>',
};

let inlineNames = 0;

function write(parts: readonly Part[], scope: Scope): string {
  // Where nothing is escaped, Handlebars adds two numbers that a block starts with: 1 and 2 make 3.
  const start = parts.find((part) => part.kind !== 'text' || part.text.trim() !== '');
  const guard =
    start?.kind === 'value' || start?.kind === 'raw' || start?.kind === 'text' ? '·' : '';
  return guard + parts.map((part) => writePart(part, scope)).join('');
}

function writePart(part: Part, scope: Scope): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'value':
      return tag(writeValue(part.expression, scope), part.tilde);
    case 'raw': {
      const fixed = scope.names.filter((name) => name.fixed);
      return fixed.length === 0 ? '' : `{{{${choose(fixed, part.pick).path}}}}`;
    }
    case 'block':
      return writeBlock(part, scope);
    case 'partial':
      return writePartial(part, scope);
    case 'inline': {
      inlineNames += 1;
      const name = `in${inlineNames}`;
      const title = part.title ? ` title=${argument(part.title, scope)}` : '';
      // Handlebars itself fails on a block parameter of outside in an inline partial.
      const names = scope.names.filter(({ path }) => path !== 'it' && path !== 'no');
      const inside = { ...scope, names: part.title ? [...names, local('title')] : names };
      return `{{#*inline "${name}"}}${write(part.body, inside)}{{/inline}}{{> ${name}${title}}}`;
    }
  }
}

function writeBlock(part: Extract<Part, { kind: 'block' }>, scope: Scope): string {
  const { block, names, zero, tilde } = part;
  const isLoop = block === 'each' || block === 'with';
  const subject = argument(part.subject, scope);
  const parameters = isLoop && names ? (block === 'each' ? ' as |it no|' : ' as |it|') : '';
  const includeZero = !isLoop && zero ? ` includeZero=${argument(zero, scope)}` : '';
  const inside = isLoop ? scopeOf(part.subject, subject, block, names, scope) : scope;
  const line = part.ownLines ? '\n' : '';
  const chain = part.chain.map(({ subject: other, body }) =>
    isLoop ? '' : `{{else if ${argument(other, scope)}}}${line}${write(body, scope)}`,
  );
  const inverse = part.inverse ? `{{else}}${line}${write(part.inverse, scope)}` : '';
  return (
    line +
    tag(`#${block} ${subject}${includeZero}${parameters}`, tilde) +
    line +
    write(part.body, inside) +
    chain.join('') +
    inverse +
    tag(`/${block}`, tilde >> 1) +
    line
  );
}

function scopeOf(
  choice: Choice,
  subject: string,
  block: 'each' | 'with' | 'if' | 'unless',
  names: boolean,
  outer: Scope,
): Scope {
  const fixed =
    choice.kind === 'path' && (outer.names.find((name) => name.path === subject)?.fixed ?? false);
  const own: Name[] = ['this', 'this.city', 'number', 'title', 'first_name', 'length'].map(
    (path) => ({ path, fixed }),
  );
  if (block === 'each') {
    own.push(...['@index', '@key', '@first', '@last'].map((path) => ({ path, fixed })));
    if (outer.inner) own.push({ path: '@../index', fixed: false });
  }
  if (names) own.push({ path: 'it', fixed }, ...(block === 'each' ? [{ path: 'no', fixed }] : []));
  // Handlebars leaves a level of `../` out where the inner context == the outer one, so that what
  // `../` means depends on the values. Only the root is no text for sure.
  const out = !outer.inner
    ? outer.names
        .filter(({ path }) => !path.startsWith('@') && !['it', 'no', 'this'].includes(path))
        .map(({ path, fixed: f }) => ({ path: `../${path.replace(/^this\./, '')}`, fixed: f }))
    : [];
  return { names: [...own, ...out, local('@root.last_name')], inner: true };
}

function local(path: string): Name {
  return { path, fixed: false };
}

function writePartial(part: Extract<Part, { kind: 'partial' }>, scope: Scope): string {
  const title = part.title ? ` title=${argument(part.title, scope)}` : '';
  const line = part.ownLines ? '\n' : '';
  if (part.body) {
    return `${line}{{#> box${title}}}${line}${write(part.body, scope)}{{/box}}${line}`;
  }
  const indent = part.ownLines ? '    ' : '';
  return `${line}${indent}{{> ${part.pick % 2 ? 'card' : 'lines'}${title}}}${line}`;
}

function writeValue(choice: Choice, scope: Scope): string {
  const text = argument(choice, scope);
  return text.startsWith('(') ? text.slice(1, -1) : /^['"\d-]/.test(text) ? 'org.name' : text;
}

function argument(choice: Choice, scope: Scope): string {
  if (choice.kind === 'literal') return choose(LITERALS, choice.pick);
  if (choice.kind !== 'call') return choose(scope.names, choice.pick).path;
  const [helper, arity] = choose(HELPERS_WITH_ARITY, choice.pick);
  const args = choice.args.slice(0, arity).map((arg) => argument(arg, scope));
  return `(${helper} ${args.join(' ')})`;
}

function tag(content: string, tilde: number): string {
  return `{{${tilde === 1 || tilde === 3 ? '~' : ''}${content}${tilde === 2 || tilde === 3 ? '~' : ''}}}`;
}

function choose<T>(from: readonly T[], pick: number): T {
  return from[pick % from.length] as T;
}
