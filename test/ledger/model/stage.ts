import type { Store } from '../ledgers.ts';
import { createModel, type Model } from './model.ts';
import { createActors, startAnew, type World } from './world.ts';

/** As many sequences share a store, apart from each other: to make one takes longer than to use it. */
const RUNS_A_STORE = 100;
const BEGINNING = Date.UTC(2026, 10, 24, 10, 32);

/** Where sequences are played, one after another. */
export interface Stage {
  /** Both sides, with nothing on them yet. */
  next(): Promise<{ model: Model; real: World }>;
  close(): Promise<void>;
}

export function openStage(createStore: () => Promise<Store>): Stage {
  let world: Omit<World, 'run' | 'held'> | undefined;
  const actors = createActors();
  let runs = 0;

  async function renewed(): Promise<Omit<World, 'run' | 'held'>> {
    if (world && runs % RUNS_A_STORE > 0) return world;
    await world?.store.remove();
    const store = await createStore();
    return { store, ledgers: await Promise.all(actors.map((actor) => store.open({ ...actor }))) };
  }

  return {
    async next() {
      world = await renewed();
      runs += 1;
      const real = { ...world, run: `r${runs}`, held: new Map() };
      const model = createModel(BEGINNING, actors);
      real.store.clock.now = model.now;
      for (const [index, actor] of actors.entries()) {
        if (actor.startedAt === 1) continue;
        Object.assign(actor, { startedAt: 0, bootedAt: 0 });
        await startAnew(real, model, index);
      }
      return { model, real };
    },
    close: async () => world?.store.remove(),
  };
}
