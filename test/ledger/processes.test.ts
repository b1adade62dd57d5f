import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { CampaignNumber } from '../../src/terms.ts';
import { ledgers, readyCampaign, type Store } from './ledgers.ts';

const SENDER = fileURLToPath(new URL('./sender-process.ts', import.meta.url));

describe.each(ledgers)('several processes on $name', ({ createStore }) => {
  let store: Store;
  let ledger: Ledger;
  let campaign: CampaignNumber;
  beforeEach(async () => {
    store = await createStore();
    store.clock.now = Date.now();
    ledger = await store.open();
    campaign = (await readyCampaign(ledger, { count: 100, batchSize: 2 })).number;
  });
  afterEach(() => store.remove());

  async function run(what: 'die' | 'claim') {
    const args = ['--import', 'tsx', SENDER, JSON.stringify(store.place), String(campaign), what];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output, [, signal]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return { batches: output.trim().split('\n').map(Number), signal };
  }

  it('a sender killed with a batch in flight leaves it unknown, and the rest to the next', async () => {
    expect(await run('die')).toEqual({ batches: [1, 2], signal: 'SIGKILL' });
    expect(await ledger.tally(campaign)).toMatchObject({ accepted: 2, unknown: 2, planned: 96 });
    expect(await ledger.takeSender(campaign)).toEqual({ taken: true });
    expect(await ledger.troubledBatches(campaign)).toMatchObject([{ number: 2, state: 'unknown' }]);
    expect((await ledger.claimBatch(campaign))?.number).toBe(3);
  }, 60_000);

  it('never claim the same batch, and leave none behind', async () => {
    const runs = await Promise.all([run('claim'), run('claim')]);
    const batches = runs.flatMap((one) => one.batches).filter((number) => number > 0);
    expect(batches.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(await ledger.tally(campaign)).toMatchObject({ accepted: 100, planned: 0 });
  }, 60_000);
});
