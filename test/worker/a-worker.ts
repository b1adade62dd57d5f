import { notifyEnd } from '../../src/cli/notify-outcome.ts';
import { createSendGrid } from '../../src/delivery/sendgrid.ts';
import { systemClock } from '../../src/delivery/system-clock.ts';
import type { Transport } from '../../src/delivery/transport.ts';
import type { Campaign, Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createLinks } from '../../src/links.ts';
import { doChores } from '../../src/worker/chores.ts';
import { type Engine, openEngine } from '../../src/worker/engine.ts';
import { startWorker, type WorkerTools } from '../../src/worker/start-worker.ts';
import type { WorkLog } from '../../src/worker/work-log.ts';
import { createWorkerMetrics } from '../../src/worker/worker-metrics.ts';
import type { Stage } from '../send/a-stage.ts';
import { KEY, PUBLIC_URL, SECRET } from '../send/settings.ts';

type Line = Parameters<WorkLog>[0];

/** A worker in this process that the ledger takes for one on a machine of its own. */
export interface Hired {
  readonly ledger: Ledger;
  readonly engine: Engine;
  readonly lines: readonly Line[];
  /** As Prometheus reads them. */
  figures(): Promise<string>;
  /** What the engine has one of them do each minute. */
  doChores(): Promise<void>;
  /** As `outcry send --detach` does. */
  handOver(campaign: Campaign): Promise<void>;
  /** As SIGTERM does. */
  stop(): Promise<void>;
}

export async function hire(
  stage: Stage,
  database: string,
  host: string,
  around: (real: Transport) => Transport = (real) => real,
  hook?: URL,
): Promise<Hired> {
  const lines: Line[] = [];
  const log = (line: Line) => void lines.push(line);
  const opened = await openLedger({ database, host });
  const figures = createWorkerMetrics(opened, Date.now);
  const ledger = figures.timed(opened);
  const engine = await openEngine(database, log);
  const stopping = new AbortController();
  const transport = figures.watched(
    around(createSendGrid({ apiKey: KEY, url: stage.sandbox.url })),
  );
  const { signal } = stopping;
  const tools: WorkerTools = {
    ...{ database, ledger, engine, log, figures, concurrency: 4, now: Date.now, secret: SECRET },
    links: createLinks({ url: PUBLIC_URL, secrets: [SECRET] }),
    means: { transport, clock: systemClock, random: () => 0, signal },
    notify: hook && ((end) => notifyEnd(hook, end)),
    prepare: async () => ({ press: undefined, close: async () => {} }),
    sync: async () => {},
  };
  const worker = await startWorker(tools);
  return {
    ledger,
    engine,
    lines,
    figures: () => figures.registry.metrics(),
    doChores: () => doChores(tools),
    async handOver({ number, startsAt }) {
      await ledger.handOver(number, { toTell: true });
      await engine.knock(number, startsAt);
    },
    async stop() {
      stopping.abort();
      await worker.stop();
      await engine.close();
      await transport.close();
      await ledger.close();
    },
  };
}
