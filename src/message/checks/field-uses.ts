import type { Place } from '../../problem.ts';
import {
  compileExpression,
  type Expression,
  isTruthy,
  lookupHelper,
  roundsOf,
} from '../expression.ts';
import { HELPERS } from '../helpers.ts';
import { placesOfTokens } from '../html-places.ts';
import type { BlockSymbol, Symbols } from '../symbols.ts';
import { findTokens } from '../tokens.ts';
import { formInText, LINK_FIELDS } from '../value-forms.ts';
import type { FinishedLetter } from './finished-letter.ts';
import { fieldsOf } from './personal-links.ts';

/** A place where readers see a merge field, and a gap if it is empty. */
export interface FieldUse {
  readonly field: string;
  readonly where: Place | undefined;
  /** Whether the recipient with these fields has a gap here. */
  readonly isGap: (fields: Readonly<Record<string, string>>) => boolean;
}

interface Condition {
  readonly block: BlockSymbol;
  readonly isInverse: boolean;
}

/** Where the list's fields are written for readers; each use once, whatever parts it is in. */
export function fieldUses({ subject, html, text, symbols }: FinishedLetter): FieldUse[] {
  const places = placesOfTokens(html);
  const uses = new Map<string, FieldUse>();
  const collect = (part: string, isRead: (start: number) => boolean) => {
    for (const { index, when } of valuesIn(part, symbols, isRead)) {
      const use = useOf(symbols, index, when);
      if (use) uses.set(`${use.field} ${JSON.stringify(use.where)}`, use);
    }
  };
  collect(subject, () => true);
  collect(html, (start) => places.get(start)?.kind === 'text');
  collect(text, (start) => formInText(text, start) === 'plain');
  return [...uses.values()];
}

function valuesIn(part: string, symbols: Symbols, isRead: (start: number) => boolean) {
  const open: Condition[] = [];
  return findTokens(part, 'voec').flatMap(({ kind, index, start }) => {
    const block = symbols.blocks[index];
    if (kind === 'v') return isRead(start) ? [{ index, when: [...open] }] : [];
    if (kind !== 'o') open.pop();
    if (kind !== 'c' && block) open.push({ block, isInverse: kind === 'e' });
    return [];
  });
}

const HELPERS_OF_SLOTS = { ...HELPERS, lookup: lookupHelper };

function useOf(symbols: Symbols, index: number, when: readonly Condition[]): FieldUse | undefined {
  const expression = symbols.values[index];
  const [field] = expression ? fieldsOf(expression) : [];
  if (!expression || field === undefined || isOwn(field)) return undefined;
  // What a loop's round is like, no field tells.
  if ([expression, ...when.map(({ block }) => block.subject)].some(isLocal)) return undefined;
  const evaluate = compileExpression(expression, HELPERS_OF_SLOTS);
  const conditions = when.map(compileCondition);
  return {
    field,
    where: symbols.places[index],
    isGap: (fields) =>
      conditions.every((holds) => holds(fields)) &&
      String(evaluate({ fields, locals: [] }) ?? '').trim() === '',
  };
}

function isOwn(field: string): boolean {
  return field === 'email' || (LINK_FIELDS as readonly string[]).includes(field);
}

function isLocal(expression: Expression): boolean {
  if (expression.kind === 'local') return true;
  if (expression.kind === 'get') return isLocal(expression.of);
  return expression.kind === 'call' && expression.args.some(isLocal);
}

function compileCondition({ block, isInverse }: Condition) {
  const subject = compileExpression(block.subject, HELPERS_OF_SLOTS);
  const zero = compileExpression(block.includeZero, HELPERS_OF_SLOTS);
  return (fields: Readonly<Record<string, string>>): boolean => {
    const frame = { fields, locals: [] };
    const value = subject(frame);
    const isMet =
      block.kind === 'each' ? roundsOf(value).length > 0 : isTruthy(value, Boolean(zero(frame)));
    return (isMet !== (block.kind === 'unless')) !== isInverse;
  };
}
