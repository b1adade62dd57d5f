import { EventEmitter } from 'node:events';
import {
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import { ifItCan } from '../campaign/ledger-trouble.ts';
import type { SendEvent } from '../campaign/send-events.ts';
import { formatCount } from '../format-count.ts';
import type { Campaign } from '../ledger/ledger.ts';
import type { CampaignNumber } from '../terms.ts';
import { type ChoreTools, doChores } from './chores.ts';
import { type Engine, engineLogger, flagOf, type Knock } from './engine.ts';
import type { WorkerFigures } from './figures.ts';
import { type PartTools, takePart } from './take-part.ts';
import { tellEnds } from './tell-ends.ts';
import type { WorkLog } from './work-log.ts';

/** So many campaigns at most are in one worker's hands at once; one hand more is for chores. */
const HANDS = 5;
/** A third of the silence after which a worker elsewhere is given up for dead. */
const BEAT_MS = 20_000;

/** What was missed while no worker ran is not made up for; what failed, the next time does. */
const ONCE = { backfillPeriod: 0, maxAttempts: 1 };

export interface WorkerTools extends Omit<PartTools, 'knock' | 'tell'>, ChoreTools {
  /** The database's address. */
  readonly database: string;
  readonly engine: Engine;
  readonly log: WorkLog;
  /** Reads the provider's lists of suppressions, once a night. */
  readonly sync: () => Promise<void>;
  readonly figures?: WorkerFigures | undefined;
}

export interface RunningWorker {
  /** The campaigns that it sends now. */
  readonly inHand: ReadonlySet<CampaignNumber>;
  /** Ends when the worker does; rejects where the engine could not go on. */
  readonly ended: Promise<void>;
  /** Ends once what is in flight is answered. */
  stop(): Promise<void>;
}

/** Takes campaigns from the engine, beside other workers, until it is stopped. */
export async function startWorker(given: WorkerTools): Promise<RunningWorker> {
  const inHand = new Set<CampaignNumber>();
  const hands: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => hands.push(worker.workerId));
  const lost = handLost(events);
  const tools = stoppedWith(events, given);
  events.on('job:complete', ({ job, error }) => {
    tools.figures?.noteJob(job.task_identifier, error ? 'failed' : 'done');
  });
  const runner = await run({
    connectionString: tools.database,
    taskList: tasksOf(tools, inHand),
    parsedCronItems: parseCronItems([
      { task: 'chores', match: '* * * * *', options: { ...ONCE, jobKey: 'chores' } },
      { task: 'sync', match: '17 3 * * *', options: { ...ONCE, jobKey: 'sync' } },
    ]),
    concurrency: HANDS + 1,
    forbiddenFlags: () => [...inHand].map(flagOf),
    noHandleSignals: true,
    logger: engineLogger(tools.log),
    events,
  });
  const beating = keepBeating(tools, inHand);
  const ended = Promise.race([runner.promise, lost]);
  ended.catch(() => {});
  const worker = { inHand, ended, stop: () => stop(runner, beating, tools) };
  try {
    await tools.ledger.startWork(hands);
    await tools.ledger.releaseOthers([...inHand]);
    await doChores(tools);
    return worker;
  } catch (error) {
    await worker.stop().catch(() => {});
    throw error;
  }
}

/** The same tools, but the signal is aborted too as the engine stops, by itself or not: hands put down what they have. */
function stoppedWith(events: WorkerEvents, tools: WorkerTools): WorkerTools {
  const stopping = new AbortController();
  events.on('stop', () => stopping.abort());
  const signals = [stopping.signal, ...(tools.means.signal ? [tools.means.signal] : [])];
  return { ...tools, means: { ...tools.means, signal: AbortSignal.any(signals) } };
}

/** A hand that cannot say how its job ended is gone for good, and the engine goes on with the others: until none is left. */
function handLost(events: WorkerEvents): Promise<never> {
  const lost = new Promise<never>((_, reject) => {
    events.on('worker:fatalError', ({ error }) => reject(error));
  });
  lost.catch(() => {});
  return lost;
}

function tasksOf(tools: WorkerTools, inHand: Set<CampaignNumber>): TaskList {
  return {
    send: async (payload) => {
      await answerKnock((payload as Knock).campaign, tools, inHand);
      await ifItCan(() => tellEnds(tools));
    },
    chores: async () => doChores(tools),
    sync: async () => tools.sync(),
  };
}

async function answerKnock(
  number: CampaignNumber,
  tools: WorkerTools,
  inHand: Set<CampaignNumber>,
): Promise<void> {
  const { ledger, engine, log, figures } = tools;
  // Two hands may have reached for it at the same moment; and whoever stops takes up nothing.
  if (inHand.has(number) || tools.means.signal?.aborted) return;
  inHand.add(number);
  let watch: ReturnType<WorkerFigures['begin']> | undefined;
  try {
    const campaign = await ledger.campaignByNumber(number);
    if (!campaign) return;
    watch = figures?.begin(campaign, tools.means);
    const knock = () => engine.knock(number);
    const tell = (event: SendEvent) => {
      figures?.note(campaign, event);
      logEvent(campaign, event, log);
    };
    const means = watch?.means ?? tools.means;
    const stop = await takePart(campaign, { ...tools, means, knock, tell });
    if (stop) log({ level: 'warn', campaign: campaign.name, what: stop.reason });
  } finally {
    watch?.end();
    inHand.delete(number);
  }
}

function logEvent({ name: campaign }: Campaign, event: SendEvent, log: WorkLog): void {
  if (event.type === 'batch') {
    const { batch, settlement } = event;
    const { state } = settlement;
    const people = batch.recipients.length;
    const reason = 'reason' in settlement ? ` ${settlement.reason}` : '';
    const what = `batch ${batch.number} ${state}, ${formatCount(people)} people.${reason}`;
    const level = state === 'accepted' ? 'info' : 'warn';
    log({ level, campaign, batch: batch.number, people, state, what });
  }
  if (event.type === 'guard') log({ level: 'warn', campaign, what: event.reason });
  if (event.type === 'deaf') {
    const what =
      'The guard hears nothing: SendGrid has posted no event of this send, so bounces and complaints cannot stop it.';
    log({ level: 'warn', campaign, what });
  }
  if (event.type === 'retry') {
    log({ level: 'warn', campaign, batch: event.batch, what: event.reason });
  }
}

/** Also lets go of what it could not leave while the database was away. */
function keepBeating(
  { ledger, log }: WorkerTools,
  inHand: ReadonlySet<CampaignNumber>,
): NodeJS.Timeout {
  const beat = async () => {
    await ledger.beat();
    await ledger.releaseOthers([...inHand]);
  };
  return setInterval(() => {
    beat().catch((error: Error) => log({ level: 'warn', what: error.message }));
  }, BEAT_MS).unref();
}

async function stop(runner: Runner, beating: NodeJS.Timeout, tools: WorkerTools): Promise<void> {
  try {
    await runner.stop();
  } finally {
    clearInterval(beating);
    await tools.ledger.endWork();
  }
}
