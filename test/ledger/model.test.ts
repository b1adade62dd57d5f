import fc from 'fast-check';
import { afterAll, describe, it } from 'vitest';
import { ledgers } from './ledgers.ts';
import { finish } from './model/finish.ts';
import { sequences } from './model/sequences.ts';
import { openStage } from './model/stage.ts';

/** `npm run test:model` runs thousands; a failure names its seed, which makes the same ones again. */
const RUNS = process.env.OUTCRY_MODEL_RUNS;
const SEED = process.env.OUTCRY_MODEL_SEED;
const LONGEST = 60;

describe.each(ledgers)(
  'the ledger on $name, beside a model of its promises',
  ({ createStore, modelRuns }) => {
    const stage = openStage(createStore);
    afterAll(() => stage.close());

    it('says and does the same, whatever happens in whatever order', async () => {
      const property = fc.asyncProperty(sequences(LONGEST), async (commands) => {
        const { model, real } = await stage.next();
        await fc.asyncModelRun(() => ({ model, real }), commands);
        await finish(model, real);
      });
      const seed = SEED === undefined ? {} : { seed: Number(SEED) };
      await fc.assert(property, { numRuns: Number(RUNS ?? modelRuns), ...seed });
    }, 3_600_000);
  },
);
