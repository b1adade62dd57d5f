import { didYouMean, nearest } from '../nearest.ts';
import type { Place, Problem } from '../problem.ts';
import { BUILT_IN, HELPERS } from './helpers.ts';

/** How a template calls a helper. */
export interface Call {
  readonly name: string;
  /** How many values it is given, those with a name not counted. */
  readonly values: number;
  readonly isBlock: boolean;
  readonly where: Place;
  /** A value with a name, as it is written: `donor = "yes"`. */
  readonly written?: string | undefined;
}

/** The helpers that are blocks, and nothing else. */
const BLOCKS: readonly string[] = ['if', 'unless', 'each', 'with'];

export function isHelper(name: string): boolean {
  return Object.hasOwn(HELPERS, name) || (BUILT_IN as readonly string[]).includes(name);
}

/** A helper as a block, a block as a helper, or too few or too many values. */
export function misusedHelper({ name, values, isBlock, where, written }: Call): Problem[] {
  if (BLOCKS.includes(name)) {
    if (isBlock && values === 1) return [];
    if (isBlock && values === 0 && written) return [comparison(name, written, where)];
    return [isBlock ? blockValues(name, values, where) : noHelper(name, where)];
  }
  if (isBlock) return [noBlock(name, where)];
  const [least, most] =
    name === 'lookup'
      ? [2, 2]
      : [Math.max(1, HELPERS[name]?.length ?? 1), Number.POSITIVE_INFINITY];
  if (values >= least && values <= most) return [];
  return [
    {
      severity: 'error',
      code: 'helper-arguments',
      what: `{{${name}}} needs ${least > 1 ? 'two values' : 'a value'}${values > most ? ', and no more' : ''}.`,
      where,
      fix: `Write {{${name} ${least > 1 ? 'first_name "friend"' : 'first_name'}}}, with names or texts of your own.`,
    },
  ];
}

function blockValues(name: string, values: number, where: Place): Problem {
  return {
    severity: 'error',
    code: 'helper-arguments',
    what: `{{#${name}}} needs one value, and here it has ${values === 0 ? 'none' : values}.`,
    where,
    fix: `Write {{#${name} first_name}}, or put a helper in brackets: {{#${name} (eq country "UK")}}.`,
  };
}

/** `{{#if donor = "yes"}}` is a value with a name to Handlebars. */
function comparison(name: string, written: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'helper-arguments',
    what: `{{#${name} ${written}}} compares with a sign, and Handlebars has none.`,
    where,
    fix: `Write a helper in brackets: {{#${name} (eq ${written.replace(/\s*=\s*/, ' ')})}}.`,
  };
}

function noHelper(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'helper-arguments',
    what: `{{${name}}} is a block, and no value.`,
    where,
    fix: `Write {{#${name} …}} … {{/${name}}}.`,
  };
}

function noBlock(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'slot-block-helper',
    what: `{{#${name}}} is no block.`,
    where,
    fix: `Write {{#if (${name} …)}} … {{/if}}, or {{#each (${name} …)}} … {{/each}}.`,
  };
}

/** `words` are those of a tag without texts or numbers in it. */
export function unknownHelper(name: string, where: Place, words?: readonly string[]): Problem {
  const known = [...Object.keys(HELPERS), ...BUILT_IN];
  if (words && nearest(name, known) === undefined) {
    return {
      severity: 'error',
      code: 'helper-unknown',
      what: `{{${words.join(' ')}}} is read as a helper called "${name}", and there is none.`,
      where,
      fix: `If it is a merge field, write its name without spaces: {{${words.join('_').toLowerCase()}}}.`,
    };
  }
  return {
    severity: 'error',
    code: 'helper-unknown',
    what: `There is no helper "${name}".`,
    where,
    fix: `${didYouMean(name, known).trim()} Known helpers: ${known.sort().join(', ')}.`.trim(),
  };
}

/** `{{{{name}}}} … {{{{/name}}}}` hands its text to a helper as it stands. */
export function unknownRawBlock(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'helper-unknown',
    what: `There is no helper "${name}" for a block with four braces.`,
    where,
    fix: 'To show braces as text, write \\{{ for {{.',
  };
}

export function unknownDecorator(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'helper-unknown',
    what: `{{#*inline "name"}} … {{/inline}} is the only tag with a star, and this is "${name}".`,
    where,
    fix: 'Remove the star, or write a name in quotes and close the tag.',
  };
}

/** `as |name|` on a block that gives no names. */
export function namelessBlock(name: string, where?: Place) {
  return {
    severity: 'error',
    code: 'template-syntax',
    what: `{{#${name}}} gives no names: only {{#each}} and {{#with}} take "as |name|", for what stands before their {{else}}.`,
    where,
    fix: 'Take "as |…|" out, and use the values by their own names.',
  } satisfies Problem;
}

export function cutParameter(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'template-syntax',
    what: `"${name}" is a name of the block around {{#*inline}}, and unknown inside of it.`,
    where,
    fix: `Hand it over where the inline partial is used: {{> … ${name}=${name}}}.`,
  };
}

export function partialContexts(name: string, where: Place): Problem {
  return {
    severity: 'error',
    code: 'helper-arguments',
    what: `{{> ${name}}} takes one context at most.`,
    where,
    fix: `Give the others names: {{> ${name} title=subject}}.`,
  };
}

export function unknownPartial(name: string, where: Place, known: readonly string[]): Problem {
  const all = [...new Set(known)].sort().join(', ');
  return {
    severity: 'error',
    code: 'partial-unknown',
    what: `There is no partial "${name}".`,
    where,
    fix: `${didYouMean(name, known).trim()} Known partials: ${all || 'none'}.`.trim(),
  };
}

export function dynamicPartial(where: Place): Problem {
  return {
    severity: 'error',
    code: 'slot-dynamic-partial',
    what: 'The name of a partial cannot be computed.',
    where,
    fix: 'Name it, and choose between two with {{#if}} … {{else}} … {{/if}}.',
  };
}
