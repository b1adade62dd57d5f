import { join } from 'node:path';
import type { Workshop } from '../../src/campaign/load-letter.ts';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import { planCampaign, sendCampaign } from '../../src/send.ts';
import { APPEAL, KEY, SECRET } from './bench-folder.ts';

const STAGES = [
  'compile',
  'read and judge the list',
  'freeze in the ledger',
  'claim',
  'render and sign links',
  'JSON and hand over',
  'wait for the answer',
  'settle',
] as const;
type Stage = (typeof STAGES)[number];

/** Milliseconds by stage. */
export type Stages = Record<Stage, number>;

interface Measured {
  readonly folder: string;
  readonly list: string;
  readonly sandboxUrl: string;
  readonly workshop: Workshop;
}

/**
 * A whole send in this process, by the same code, with a clock around the ledger and the transport.
 * One request at a time, so that no two stages run at once: the parts add up to the whole.
 */
export async function measureStages({ folder, list, sandboxUrl, workshop }: Measured) {
  const times = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Stages;
  const watch = createWatch(times);
  const file = join(folder, '.outcry', 'stages.sqlite');
  const ledger = watchLedger(await openLedger({ file, now: Date.now }), watch);
  const transport = watchTransport(createSendGrid({ apiKey: KEY, url: sandboxUrl }), watch);
  const links = createLinks({ url: 'http://127.0.0.1:4000', secrets: [SECRET] });
  const tools = { ...workshop, ledger, links, url: 'http://127.0.0.1:4000', now: Date.now };
  const senders = { from: undefined, replyTo: undefined };

  watch.mark();
  const campaign = await planCampaign({ appeal: APPEAL, lists: [list] }, { ...tools, senders });
  const means = {
    transport,
    clock: { sleep: async () => {}, elapsed: () => 0 },
    random: Math.random,
  };
  await sendCampaign(campaign, {
    ledger,
    links,
    secret: SECRET,
    now: Date.now,
    concurrency: 1,
    means,
  });
  await transport.close();
  await ledger.close();
  return times;
}

/** Counts the time since the last mark for a stage. */
function createWatch(times: Stages) {
  let last = 0;
  return {
    mark: () => {
      last = performance.now();
    },
    until: (stage: Stage) => {
      const now = performance.now();
      times[stage] += now - last;
      last = now;
    },
  };
}
type Watch = ReturnType<typeof createWatch>;

function watchLedger(ledger: Ledger, watch: Watch): Ledger {
  return {
    ...ledger,
    openCampaign: (draft) => {
      watch.until('compile');
      return ledger.openCampaign(draft);
    },
    freezeAudience: async (campaign, rows, batchSize) => {
      await ledger.freezeAudience(campaign, watchRows(rows, watch), batchSize);
      watch.until('freeze in the ledger');
    },
    claimBatch: async (campaign) => {
      watch.mark();
      const batch = await ledger.claimBatch(campaign);
      watch.until('claim');
      return batch;
    },
    settleBatch: async (batch, settlement) => {
      watch.mark();
      await ledger.settleBatch(batch, settlement);
      watch.until('settle');
    },
  };
}

async function* watchRows<T>(rows: AsyncIterable<T>, watch: Watch): AsyncGenerator<T> {
  watch.until('freeze in the ledger');
  for await (const row of rows) {
    watch.until('read and judge the list');
    yield row;
    watch.until('freeze in the ledger');
  }
  watch.until('read and judge the list');
}

function watchTransport(transport: Transport, watch: Watch): Transport {
  return {
    post: async (request) => {
      watch.until('render and sign links');
      const answer = transport.post(request);
      watch.until('JSON and hand over');
      await answer;
      watch.until('wait for the answer');
      return answer;
    },
    close: () => transport.close(),
  };
}
