import type Handlebars from 'handlebars';
import type { Place } from '../problem.ts';
import { SlotError } from './slot-error.ts';

const PARTIAL_DEPTH = 50;

type InvokePartial = (partial: unknown, context: unknown, options: { name: string }) => unknown;

/** Every call of a partial passes here: endless recursion and missing ones are told from bugs. */
export function guardPartials(env: typeof Handlebars, whereCalled: () => Place | undefined): void {
  const vm = env.VM as unknown as { invokePartial: InvokePartial };
  let depth = 0;
  const invokePartial: InvokePartial = function (this: unknown, partial, context, options) {
    if (partial === undefined && !('fn' in options))
      throw missingPartial(options.name, whereCalled());
    if (depth >= PARTIAL_DEPTH) throw partialRecursion(options.name, whereCalled());
    depth += 1;
    try {
      return vm.invokePartial.call(this, partial, context, options);
    } finally {
      depth -= 1;
    }
  };
  Object.assign(env, { VM: { ...vm, invokePartial } });
}

function missingPartial(name: string, where: Place | undefined): SlotError {
  return new SlotError(
    'partial-unknown',
    `There is no partial "${name}" where it is used.`,
    where,
    'An inline partial is known only inside the block in which it stands, and {{> @partial-block}} only in a partial that is used as a block.',
  );
}

function partialRecursion(name: string, where: Place | undefined): SlotError {
  return new SlotError(
    'partial-recursion',
    `The partial "${name}" calls itself without end.`,
    where,
    'Remove the call, or put it into an {{#if}} that ends.',
  );
}
