import type fc from 'fast-check';
import { compare } from './compare.ts';
import type { Model } from './model.ts';
import type { World } from './world.ts';

export type LedgerCommand = fc.AsyncCommand<Model, World>;

interface Step {
  readonly name: string;
  readonly check: (model: Model) => boolean;
  /** Does it on both sides, and compares what they answer. */
  readonly run: (model: Model, world: World) => Promise<void>;
}

/** One step on both sides, after which all that they say must agree. */
export function command({ name, check, run }: Step): LedgerCommand {
  return {
    check: (model) => check(model),
    async run(model, world) {
      await run(model, world);
      await compare(model, world);
    },
    toString: () => name,
  };
}
