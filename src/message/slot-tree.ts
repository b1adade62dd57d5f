import Handlebars from 'handlebars';
import {
  compileExpression,
  type Evaluate,
  type Expression,
  type Frame,
  type Helper,
  isTruthy,
  roundsOf,
} from './expression.ts';
import { FORMS, type Form } from './forms.ts';
import type { BlockSymbol, Symbols } from './symbols.ts';
import { type FoundToken, findTokens } from './tokens.ts';

/** A piece of a message: text that all share, a value, or a block with its two branches. */
export type SlotNode =
  | string
  | { readonly value: Expression; readonly form: Form }
  | {
      readonly block: Pick<BlockSymbol, 'kind' | 'subject' | 'includeZero' | 'locals'>;
      readonly body: readonly SlotNode[];
      readonly inverse: readonly SlotNode[];
    };

/** Parses the stage tokens of a finished text. `formAt` tells a value's form from its place. */
export function parseSlots(
  text: string,
  symbols: Pick<Symbols, 'values' | 'blocks'>,
  formAt: (token: FoundToken) => Form,
): SlotNode[] {
  const tokens = findTokens(text, 'voec');
  let next = 0;
  let position = 0;

  const sequence = (): SlotNode[] => {
    const nodes: SlotNode[] = [];
    for (let token = tokens[next]; ; token = tokens[next]) {
      const literal = text.slice(position, token?.start);
      if (literal !== '') nodes.push(literal);
      if (!token) {
        position = text.length;
        return nodes;
      }
      position = token.end;
      if (token.kind === 'e' || token.kind === 'c') return nodes;
      next += 1;
      nodes.push(token.kind === 'v' ? value(token) : block(token));
    }
  };
  const value = (token: FoundToken): SlotNode => {
    const expression = symbols.values[token.index];
    if (!expression) throw new Error(`no value ${token.index}`);
    return { value: expression, form: formAt(token) };
  };
  const block = (token: FoundToken): SlotNode => {
    const symbol = symbols.blocks[token.index];
    if (!symbol) throw new Error(`no block ${token.index}`);
    const { kind, subject, includeZero, locals } = symbol;
    const body = sequence();
    expectTag('e', token.index);
    const inverse = sequence();
    expectTag('c', token.index);
    return { block: { kind, subject, includeZero, locals }, body, inverse };
  };
  const expectTag = (kind: 'e' | 'c', index: number): void => {
    const token = tokens[next];
    if (token?.kind !== kind || token.index !== index) throw new UnbalancedBlockError(index);
    next += 1;
  };

  const nodes = sequence();
  const stray = tokens[next];
  if (stray) throw new UnbalancedBlockError(stray.index);
  return nodes;
}

/** A block's tags came out of Markdown or MJML in another order than they went in. */
export class UnbalancedBlockError extends Error {
  override readonly name = 'UnbalancedBlockError';
  readonly block: number;
  constructor(block: number) {
    super(`the tags of block ${block} are out of order`);
    this.block = block;
  }
}

export type Render = (frame: Frame) => string;

/** Turns nodes into one closure that renders them for a recipient. */
export function compileNodes(
  nodes: readonly SlotNode[],
  helpers: Readonly<Record<string, Helper>>,
): Render {
  const parts = nodes.map((node) => compileNode(node, helpers));
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return (frame) => {
    let out = '';
    for (const part of parts) out += part(frame);
    return out;
  };
}

function compileNode(node: SlotNode, helpers: Readonly<Record<string, Helper>>): Render {
  if (typeof node === 'string') return () => node;
  if ('value' in node) {
    const evaluate = compileExpression(node.value, helpers);
    const write = FORMS[node.form];
    return (frame) => write(evaluate(frame));
  }
  const subject = compileExpression(node.block.subject, helpers);
  const body = compileNodes(node.body, helpers);
  const inverse = compileNodes(node.inverse, helpers);
  switch (node.block.kind) {
    case 'if':
    case 'unless': {
      const zero = compileExpression(node.block.includeZero, helpers);
      const [yes, no] = node.block.kind === 'if' ? [body, inverse] : [inverse, body];
      return (frame) => (isTruthy(subject(frame), Boolean(zero(frame))) ? yes : no)(frame);
    }
    case 'with':
      return (frame) => (Handlebars.Utils.isEmpty(subject(frame)) ? inverse(frame) : body(frame));
    case 'each':
      return compileEach(subject, body, inverse, node.block.locals);
  }
}

function compileEach(subject: Evaluate, body: Render, inverse: Render, first: number): Render {
  return (frame) => {
    const rounds = roundsOf(subject(frame));
    if (rounds.length === 0) return inverse(frame);
    let out = '';
    for (const { item, key, index, first: isFirst, last } of rounds) {
      [item, key, index, isFirst, last].forEach((value, offset) => {
        frame.locals[first + offset] = value;
      });
      out += body(frame);
    }
    return out;
  };
}
