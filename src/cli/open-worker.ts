import type { Campaign, Ledger } from '../ledger/ledger.ts';
import { syncSuppressions } from '../suppressions/sync-suppressions.ts';
import { openEngine } from '../worker/engine.ts';
import type { WorkerTools } from '../worker/start-worker.ts';
import type { WorkLog } from '../worker/work-log.ts';
import type { Io } from './io.ts';
import { notifyEnd } from './notify-outcome.ts';
import type { Context } from './open-context.ts';
import { openTransport } from './open-transport.ts';
import { readNotify } from './read-notify.ts';
import { askPageFor, pressFor } from './run-send.ts';

interface Opening {
  readonly database: string;
  readonly concurrency: number;
  readonly context: Context;
  readonly io: Io;
  readonly log: WorkLog;
  readonly host: string;
  /** Where figures are shown; nowhere unless said. */
  readonly metricsPort?: number | undefined;
}

/** What a worker works with. Throws an OutcryError (exit 3) for what is missing or away. */
export async function openWorker({ database, concurrency, context, io, log, ...shown }: Opening) {
  const hook = readNotify(undefined, context);
  const plain = await openTransport(context.workspace.environment);
  const opened = await context.ledger();
  const figures = await openFigures(shown, opened, io);
  const transport = figures?.watched(plain) ?? plain;
  const ledger = figures?.timed(opened) ?? opened;
  const engine = await openEngine(database, log);
  const { systemClock } = await import('../delivery/system-clock.ts');
  const onHold = (ms: number) => {
    figures?.noteHold(ms);
    ledger.holdBack(ms).catch((error: Error) => log({ level: 'warn', what: error.message }));
  };
  const tools: WorkerTools = {
    database,
    ledger,
    engine,
    log,
    links: await context.links(),
    secret: await context.secret(),
    now: io.now,
    concurrency,
    askPage: askPageFor(context),
    means: { transport, clock: systemClock, random: Math.random, signal: io.signal, onHold },
    figures,
    notify: hook && ((end) => notifyEnd(hook, end)),
    prepare: (campaign) => prepare(campaign, context),
    sync: () => sync(context, io, log),
  };
  const close = async () => {
    await figures?.close();
    await engine.close();
    await transport.close();
  };
  return { tools, metricsUrl: figures?.url, working: figures?.working, close };
}

/** Loaded where they are wanted. */
async function openFigures(
  { host, metricsPort: port }: Pick<Opening, 'host' | 'metricsPort'>,
  ledger: Ledger,
  { now, signal }: Io,
) {
  if (port === undefined) return undefined;
  const { createWorkerMetrics } = await import('../worker/worker-metrics.ts');
  const { serveWorker } = await import('../worker/serve-worker.ts');
  const metrics = createWorkerMetrics(ledger, now);
  let isAtWork = false;
  const isWorking = () => isAtWork;
  const server = await serveWorker({ metrics, ledger, host, port, isWorking, signal });
  const working = (is: boolean) => {
    isAtWork = is;
  };
  return { ...metrics, ...server, working };
}

async function prepare(campaign: Campaign, context: Context) {
  const { planned } = await (await context.ledger()).tally(campaign.number);
  const press = await pressFor(campaign, planned, context);
  return { press, close: async () => press?.close() };
}

/** As `outcry suppressions sync` does. */
async function sync(context: Context, io: Io, log: WorkLog): Promise<void> {
  const { openSendGridLists } = await import('../delivery/sendgrid-suppressions.ts');
  const { systemClock } = await import('../delivery/system-clock.ts');
  const { SENDGRID_API_KEY: apiKey = '', OUTCRY_SENDGRID_URL: url } = context.workspace.environment;
  const source = openSendGridLists({ apiKey, url: url || undefined, now: io.now });
  try {
    const lists = await syncSuppressions(
      { all: false, dryRun: false },
      {
        ledger: await context.ledger(),
        source,
        clock: systemClock,
        random: Math.random,
        signal: io.signal,
        now: io.now,
        onRetry: ({ reason }) => log({ level: 'warn', what: reason }),
      },
    );
    const added = lists.reduce((sum, one) => sum + one.added, 0);
    log({ level: 'info', what: `SendGrid's lists were read: ${added} new suppressions.` });
  } finally {
    await source.close();
  }
}
