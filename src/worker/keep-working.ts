import { mendingOf } from '../campaign/ledger-trouble.ts';
import { placeOfDatabase } from '../ledger/postgres/database-address.ts';
import { explainError } from '../ledger/postgres/explain-error.ts';
import { holdOut } from './hold-out.ts';
import { type RunningWorker, startWorker, type WorkerTools } from './start-worker.ts';

/** How long a worker whose database is away waits before it tries again. */
const PAUSE_MS = 2_000;

export interface WorkingSigns {
  /** Called once, as it begins. */
  readonly ready: () => void;
  /** Told whenever it begins to take campaigns, and when it cannot for now. */
  readonly working?: (isWorking: boolean) => void;
}

/**
 * Works until the signal is aborted, and ends once what is in flight is answered. A database that goes
 * away is waited for, and said once; what else stops the engine is thrown.
 */
export async function keepWorking(tools: WorkerTools, signs: WorkingSigns): Promise<void> {
  const letGo = holdOut(placeOfDatabase(tools.database));
  try {
    await workAgain(tools, signs);
  } finally {
    letGo();
  }
}

async function workAgain(tools: WorkerTools, { ready, working }: WorkingSigns): Promise<void> {
  const { signal, clock } = tools.means;
  let isReady = false;
  let said: string | undefined;
  const begin = () => {
    if (!isReady) ready();
    if (said !== undefined) tools.log({ level: 'info', what: 'The database is back.' });
    isReady = true;
    said = undefined;
    working?.(true);
  };
  while (!signal?.aborted) {
    const trouble = await workOnce(tools, begin);
    working?.(false);
    if (signal?.aborted) return;
    if (!isReady || mendingOf(trouble) === undefined) throw trouble;
    const { message } = trouble as Error;
    if (message !== said) {
      tools.log({ level: 'error', what: `${message} Tried again until it is back.` });
    }
    said = message;
    await clock.sleep(PAUSE_MS, signal).catch(() => {});
  }
}

/** Gives why it could not go on; undefined once it was stopped. */
async function workOnce(tools: WorkerTools, ready: () => void): Promise<unknown> {
  const { signal } = tools.means;
  let worker: RunningWorker | undefined;
  try {
    worker = await startWorker(tools);
    ready();
    await Promise.race([worker.ended, aborted(signal)]);
    return new Error('The job engine has stopped by itself.');
  } catch (error) {
    return explainError(error, placeOfDatabase(tools.database), 'working');
  } finally {
    await worker?.stop().catch(() => {});
  }
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}
