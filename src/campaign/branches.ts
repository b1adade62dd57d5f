import type { Message } from '../message/message.ts';
import type { SlotNode } from '../message/slot-tree.ts';

/** Each doubles how many batches may be open at once, and a small send's requests. */
const MOST_BLOCKS = 4;

/** A block whose branches are shorter costs less in each copy than requests of their own would. */
const LEAST_BYTES = 64;

/** Tells of a recipient's values which way the letter's large blocks go for her. */
export type BranchesOf = (values: readonly string[]) => string;

/**
 * `{{#if donor}} … {{/if}}` around fixed text comes out in one of two ways. Recipients for whom all
 * of the largest such blocks come out alike share batches, so that a branch of several hundred bytes
 * travels once and not a thousand times.
 */
export function createBranchesOf({ slots }: Pick<Message, 'slots'>): BranchesOf {
  const blocks = slots
    .map(({ node }, slot) => ({ slot, ...branchesOfNode(node) }))
    .filter(({ bytes }) => bytes >= LEAST_BYTES)
    .sort((one, other) => other.bytes - one.bytes)
    .slice(0, MOST_BLOCKS);
  return (values) => {
    let branches = '';
    for (const { slot, body } of blocks) branches += values[slot] === body ? 'y' : 'n';
    return branches;
  };
}

/** No bytes unless both branches are the same for everybody. */
function branchesOfNode(node: SlotNode): { readonly body: string; readonly bytes: number } {
  if (typeof node === 'string' || !('block' in node)) return { body: '', bytes: 0 };
  const { body, inverse } = node;
  const isFixed = (nodes: readonly SlotNode[]): nodes is readonly string[] =>
    nodes.every((one) => typeof one === 'string');
  const isChoice = node.block.kind === 'if' || node.block.kind === 'unless';
  if (!isChoice || !isFixed(body) || !isFixed(inverse)) return { body: '', bytes: 0 };
  return { body: body.join(''), bytes: body.join('').length + inverse.join('').length };
}
