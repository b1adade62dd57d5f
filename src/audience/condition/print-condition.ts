import { type Column, type Condition, type Value, WORDS } from './condition.ts';

/** A condition as it is typed. Reading it again gives the same. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'or':
      return condition.parts.map((part) => bracketed(part, ['or'])).join(' or ');
    case 'and':
      return condition.parts.map((part) => bracketed(part, ['or', 'and'])).join(' and ');
    case 'not':
      return `not ${bracketed(condition.part, ['or', 'and'])}`;
    case 'yes':
      return printColumn(condition.column);
    case 'empty':
      return `${printColumn(condition.column)} is empty`;
    case 'compare':
      return `${printColumn(condition.column)} ${condition.operator} ${printValue(condition.value)}`;
    case 'in':
      return `${printColumn(condition.column)} in (${condition.values.map(printValue).join(', ')})`;
  }
}

function bracketed(part: Condition, kinds: readonly Condition['kind'][]): string {
  return kinds.includes(part.kind) ? `(${printCondition(part)})` : printCondition(part);
}

function printColumn({ name }: Column): string {
  const isPlain = /^[\p{L}\p{M}\p{N}_]+$/u.test(name) && !/^\d+$/.test(name);
  return isPlain && !WORDS.has(name.toLowerCase()) ? name : `[${name}]`;
}

function printValue(value: Value): string {
  if (value.kind === 'column') return printColumn(value);
  return value.kind === 'number' ? value.text : `"${value.text.replace(/["\\]/g, '\\$&')}"`;
}
