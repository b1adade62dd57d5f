/** What a random template is made of: a tree of choices, without a name in it. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly expression: Choice; readonly tilde: number }
  | { readonly kind: 'raw'; readonly pick: number }
  /** `{{#signers}}`, `{{^org}}`: a block named after a value of the appeal. */
  | {
      readonly kind: 'section';
      readonly pick: number;
      readonly inverted: boolean;
      readonly body: readonly Part[];
      readonly inverse: readonly Part[] | undefined;
    }
  | {
      readonly kind: 'block';
      readonly block: BlockKind;
      readonly subject: Choice;
      readonly body: readonly Part[];
      readonly chain: readonly { block: BlockKind; subject: Choice; body: readonly Part[] }[];
      readonly inverse: readonly Part[] | undefined;
      /** `{{^if x}}a{{else}}b{{/if}}`: the other way round. */
      readonly inverted: boolean;
      readonly names: boolean;
      readonly zero: Choice | undefined;
      readonly tilde: number;
      readonly ownLines: boolean;
    }
  | {
      readonly kind: 'partial';
      readonly pick: number;
      readonly context: Choice | undefined;
      readonly title: Choice | undefined;
      readonly body: readonly Part[] | undefined;
      readonly ownLines: boolean;
    }
  | { readonly kind: 'inline'; readonly body: readonly Part[]; readonly title: Choice | undefined };

export type BlockKind = 'if' | 'unless' | 'each' | 'with';

export type Choice =
  | { readonly kind: 'path' | 'literal'; readonly pick: number }
  | { readonly kind: 'call'; readonly pick: number; readonly args: readonly Choice[] };

const LITERALS = [
  '"a"',
  "'it is'",
  '""',
  '"<ü> \'{{"',
  '0',
  '1',
  '-2.5',
  'true',
  'false',
  'null',
  'undefined',
];
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
  'address.[the city]',
  '[pet name]',
  './first_name',
  'this.last_name',
  'this/address/city',
  'first_name.length',
  'first_name.none.at.all',
];
const APPEAL = [
  'org.name',
  'org.[full name]',
  'org.nothing',
  'org',
  'signers',
  'notes',
  'signers.length',
  'notes.0.number',
  './org.none',
];

const ROOT: Scope = {
  names: [
    ...FIELDS.map((path) => ({ path, fixed: false })),
    ...APPEAL.map((path) => ({ path, fixed: true })),
    { path: '@root.first_name', fixed: false },
    { path: '@root/signers', fixed: true },
  ],
  inner: false,
};

/** The partials that random templates may use. `box` is for partial blocks. */
export const PARTIALS: Readonly<Record<string, string>> = {
  card: '[{{title}}|{{first_name}}{{#if donor}}!{{org.name}}{{/if}}]',
  lines: 'one\n{{first_name}}\n{{#each signers}}\n  {{this}} {{../last_name}}\n{{/each}}\n',
  box: '<i>{{#if donor}}{{> @partial-block}}{{else}}none{{/if}}</i>',
  twice:
    '{{> @partial-block}} + {{#with title}}{{> @partial-block}}{{/with}} {{> card title=title}}',
  'a/frame': '({{#> mine}}not given: {{title}}{{/mine}})',
};

let inlineNames = 0;

/** Writes parts out as a template: what is named in it is in scope where it is named. */
export function writeTemplate(parts: readonly Part[]): string {
  return write(parts, ROOT);
}

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
      const [open, close] = part.pick % 3 ? ['{{{', '}}}'] : ['{{&', '}}'];
      return fixed.length === 0 ? '' : `${open}${choose(fixed, part.pick).path}${close}`;
    }
    case 'section':
      return writeSection(part, scope);
    case 'block':
      return writeBlock(part, scope);
    case 'partial':
      return writePartial(part, scope);
    case 'inline': {
      inlineNames += 1;
      const name = `in${inlineNames}`;
      const title = part.title ? ` title=${argument(part.title, scope)}` : '';
      const { names } = withoutNames(scope);
      const inside = { ...scope, names: part.title ? [...names, local('title')] : names };
      return `{{#*inline "${name}"}}${write(part.body, inside)}{{/inline}}{{> ${name}${title}}}`;
    }
  }
}

function writeSection(part: Extract<Part, { kind: 'section' }>, scope: Scope): string {
  const fixed = scope.names.filter((name) => name.fixed && !name.path.startsWith('@'));
  if (fixed.length === 0) return '';
  const { path } = choose(fixed, part.pick);
  const inside = scopeOf(true, 'with', false, scope);
  const [first, second] = part.inverted ? [scope, inside] : [inside, scope];
  const inverse = part.inverse ? `{{^}}${write(part.inverse, second)}` : '';
  return `{{${part.inverted ? '^' : '#'}${path}}}${write(part.body, first)}${inverse}{{/${path}}}`;
}

function writeBlock(part: Extract<Part, { kind: 'block' }>, scope: Scope): string {
  const { block, zero, tilde, inverted } = part;
  const names = part.names && !inverted;
  const isLoop = block === 'each' || block === 'with';
  const includeZero = !isLoop && zero ? ` includeZero=${argument(zero, scope)}` : '';
  const inside = insideOf(block, part.subject, names, scope);
  const line = part.ownLines ? '\n' : '';
  const chain = inverted
    ? []
    : part.chain.map((link) => {
        const opening = opened(link.block, link.subject, names, scope);
        return `{{else ${opening}}}${line}${write(link.body, insideOf(link.block, link.subject, names, scope))}`;
      });
  const [first, second] = inverted ? [scope, inside] : [inside, scope];
  const inverse = part.inverse ? `{{else}}${line}${write(part.inverse, second)}` : '';
  const sign = inverted ? '^' : '#';
  return (
    line +
    tag(`${sign}${opened(block, part.subject, names, scope, includeZero)}`, tilde) +
    line +
    write(part.body, first) +
    chain.join('') +
    inverse +
    tag(`/${block}`, tilde >> 1) +
    line
  );
}

/** The opening tag of a block, without its braces. */
function opened(
  block: BlockKind,
  subject: Choice,
  names: boolean,
  scope: Scope,
  includeZero = '',
): string {
  const isLoop = block === 'each' || block === 'with';
  const parameters = isLoop && names ? (block === 'each' ? ' as |it no|' : ' as |it|') : '';
  return `${block} ${argument(subject, scope)}${includeZero}${parameters}`;
}

function insideOf(block: BlockKind, subject: Choice, names: boolean, scope: Scope): Scope {
  if (block === 'if' || block === 'unless') return scope;
  const path = argument(subject, scope);
  const isFixed = scope.names.find((name) => name.path === path)?.fixed ?? false;
  return scopeOf(subject.kind === 'path' && isFixed, block, names, scope);
}

function scopeOf(fixed: boolean, block: 'each' | 'with', names: boolean, outer: Scope): Scope {
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

/** Handlebars itself fails on a block parameter of outside in an inline partial. */
function withoutNames(scope: Scope): Scope {
  return { ...scope, names: scope.names.filter(({ path }) => path !== 'it' && path !== 'no') };
}

function local(path: string): Name {
  return { path, fixed: false };
}

function writePartial(part: Extract<Part, { kind: 'partial' }>, scope: Scope): string {
  const context = part.context ? ` ${argument(part.context, scope)}` : '';
  const title = part.title ? ` title=${argument(part.title, scope)} other="<1>"` : '';
  const line = part.ownLines ? '\n' : '';
  if (part.body) {
    // What stands in the block has the context of the partial, of which little is known.
    const inside = part.context || part.title ? { names: [local('title')], inner: true } : scope;
    const body = write(part.body, inside);
    const name = choose(['box', 'twice', 'none'], part.pick);
    if (part.pick % 4 === 0) {
      const own = withoutNames(inside);
      return `{{#> a/frame${context}${title}}}{{#*inline "mine"}}${write(part.body, own)}{{/inline}}{{/a/frame}}`;
    }
    return `${line}{{#> ${name}${context}${title}}}${line}${body}{{/${name}}}${line}`;
  }
  const indent = part.ownLines ? '    ' : '';
  const name = choose(['card', '"card"', 'lines', "'a/frame'"], part.pick);
  return `${line}${indent}{{> ${name}${context}${title}}}${line}`;
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
