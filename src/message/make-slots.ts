import { createHash } from 'node:crypto';
import type { Code } from '../codes.ts';
import type { Checked, Place, Problem } from '../problem.ts';
import type { Expression } from './expression.ts';
import type { Form } from './forms.ts';
import { placesOfTokens } from './html-places.ts';
import type { Slot, TrackedLink } from './message.ts';
import { parseSlots, type SlotNode, UnbalancedBlockError } from './slot-tree.ts';
import { LOCALS_A_LOOP, nameOf, type Symbols } from './symbols.ts';
import { type FoundToken, findTokens } from './tokens.ts';
import { formInHtml, formInText, LINK_FIELDS } from './value-forms.ts';
import { wirePrefix, wireToken } from './wire-tokens.ts';

interface Parts {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

interface Slotted extends Parts {
  readonly tracked: readonly TrackedLink[];
  readonly slots: readonly Slot[];
  readonly prefix: string;
  readonly hash: string;
  readonly locals: number;
  readonly fields: readonly string[];
}

/**
 * Gives every value its form by where it stands, every slot its wire token, and puts these into
 * subject, html and text. Equal slots share a token.
 */
export function makeSlots(
  parts: Parts,
  symbols: Symbols,
  secret: string,
  tracked: readonly TrackedLink[] = [],
): Checked<Slotted> {
  const html = htmlForms(parts.html, symbols);
  if (html.problems.length > 0) return { problems: html.problems };
  try {
    const trees = {
      subject: parseSlots(parts.subject, symbols, () => 'line'),
      html: parseSlots(parts.html, symbols, (token) => html.forms.get(token.start) ?? 'text'),
      text: parseSlots(parts.text, symbols, (token) => formInText(parts.text, token.start)),
    };
    const locals = symbols.blocks.length * LOCALS_A_LOOP;
    return {
      value: { ...withTokens(trees, secret, tracked), tracked, locals, fields: fieldsOf(symbols) },
      problems: [],
    };
  } catch (error) {
    if (error instanceof UnbalancedBlockError) return { problems: [tangled(symbols, error.block)] };
    throw error;
  }
}

function htmlForms(html: string, symbols: Symbols) {
  const places = placesOfTokens(html);
  const forms = new Map<number, Form>();
  const problems: Problem[] = [];
  const openedIn = new Map<number, string>();
  for (const token of findTokens(html)) {
    const place = places.get(token.start);
    if (!place) throw new Error(`no place for the token at ${token.start}`);
    if (token.kind !== 'v') {
      // All tags of a block must stand in the same attribute, or all in text; MJML may repeat it.
      const spot = place.kind === 'attribute' ? `attribute ${place.start}` : place.kind;
      if (token.kind === 'o') openedIn.set(token.index, spot);
      const same = openedIn.get(token.index) === spot;
      if (place.kind === 'forbidden' || !same) problems.push(misplaced(token, symbols, place.kind));
      continue;
    }
    const expression = symbols.values[token.index] as Expression;
    if (expression.kind === 'click') {
      // Our own address needs no escape, and is then one slot for html and text.
      forms.set(token.start, 'plain');
      continue;
    }
    const decision = formInHtml(place, token.start, isOwnLink(expression));
    if ('form' in decision) forms.set(token.start, decision.form);
    else problems.push(refused(nameOf(expression), decision, symbols.places[token.index]));
  }
  return { forms, problems };
}

function isOwnLink(expression: Expression): boolean {
  return (
    expression.kind === 'field' && (LINK_FIELDS as readonly string[]).includes(expression.name)
  );
}

function refused(
  name: string,
  { refused: what, code, fix }: { refused: string; code: Code; fix: string },
  where: Place | undefined,
): Problem {
  return {
    severity: 'error',
    code,
    what: `{{${name}}} differs from recipient to recipient and cannot be here. ${what}`,
    where,
    fix,
  };
}

function misplaced(token: FoundToken, symbols: Symbols, kind: string): Problem {
  const block = symbols.blocks[token.index];
  return {
    severity: 'error',
    code: 'slot-place',
    what: `This {{#${block?.kind ?? 'if'}}} cuts through html: it opens and closes in different places${kind === 'forbidden' ? ', or where no value is safe' : ''}.`,
    where: block?.where,
    fix: 'Put the whole block into the text, or the whole block into one attribute.',
  };
}

function tangled(symbols: Symbols, index: number): Problem {
  const block = symbols.blocks[index];
  return {
    severity: 'error',
    code: 'slot-torn',
    what: `The tags of this {{#${block?.kind ?? 'if'}}} come out in another order than they went in.`,
    where: block?.where,
    fix: 'Put the whole block into one paragraph, or around whole paragraphs with blank lines.',
  };
}

function fieldsOf({ values, blocks }: Symbols): string[] {
  const names = new Set<string>();
  const visit = (expression: Expression): void => {
    if (expression.kind === 'field') names.add(expression.name);
    if (expression.kind === 'get' || expression.kind === 'copy') visit(expression.of);
    if (expression.kind === 'call') {
      [...expression.args, ...Object.values(expression.hash)].forEach(visit);
    }
  };
  values.forEach(visit);
  for (const { subject, includeZero } of blocks) [subject, includeZero].forEach(visit);
  return [...names];
}

function withTokens(
  trees: Record<keyof Parts, SlotNode[]>,
  secret: string,
  tracked: readonly TrackedLink[],
) {
  const sent = tracked.length > 0 ? { ...trees, tracked } : trees;
  const hash = createHash('sha256').update(JSON.stringify(sent)).digest('hex');
  const prefix = wirePrefix(secret, hash);
  const tokens = new Map<string, Slot>();
  const write = (node: SlotNode): string => {
    if (typeof node === 'string') return node;
    const key = JSON.stringify(node);
    const slot = tokens.get(key) ?? { token: wireToken(prefix, tokens.size), node };
    tokens.set(key, slot);
    return slot.token;
  };
  const join = (nodes: readonly SlotNode[]) => nodes.map(write).join('');
  const written = {
    subject: join(trees.subject),
    html: join(trees.html),
    text: join(trees.text),
  };
  return { ...written, slots: [...tokens.values()], prefix, hash };
}
