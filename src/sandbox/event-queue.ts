import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import { makeEvents, type SandboxEvent } from './make-events.ts';
import type { Taken } from './outbox.ts';
import type { OutcomeOf } from './parse-outcomes.ts';
import { type EventTarget, postEvents } from './post-events.ts';

export interface EventStats {
  readonly posted: number;
  /** Given up after several attempts. */
  readonly lost: number;
  /** Requests whose events have not all been posted. */
  readonly pending: number;
}

export interface EventQueue {
  add(taken: Taken): void;
  stats(): EventStats;
  /** Waits until all is posted or given up, at most `patienceMs`; then stops. */
  close(patienceMs: number): Promise<void>;
}

export interface EventQueueOptions extends EventTarget {
  readonly now: () => number;
  /** The wait before each further attempt, in ms. */
  readonly backOffMs?: readonly number[];
  /** What becomes of the copies, if not what magic addresses say. */
  readonly outcomeOf?: OutcomeOf | undefined;
}

const MOST_EVENTS = 1000;
const MOST_BYTES = 768 * 1024;
const BACK_OFF_MS = [250, 1000, 3000, 8000];

/**
 * Posts events of accepted requests, one batch after another, in the background. A batch holds at
 * most 1000 events or 768 KB, and the events of several requests if more than one is waiting. A
 * batch that is not taken is tried again a few times, then given up.
 */
export function openEventQueue(options: EventQueueOptions): EventQueue {
  const waiting: Taken[] = [];
  const count = { posted: 0, lost: 0, pending: 0 };
  const stopped = new AbortController();
  let work: Promise<void> | undefined;
  const settle = (batch: EventBatch, posted: boolean) => {
    count[posted ? 'posted' : 'lost'] += batch.events;
    count.pending -= batch.finished;
  };
  const drain = async () => {
    await setImmediate();
    while (waiting.length > 0 && !stopped.signal.aborted) {
      for (const batch of batches(drainEvents(waiting, options.outcomeOf))) {
        settle(batch, await postPatiently(options, batch.body, stopped.signal));
        if (stopped.signal.aborted) break;
      }
    }
    work = undefined;
  };
  return {
    add(taken) {
      waiting.push(taken);
      count.pending += 1;
      work ??= drain();
    },
    stats: () => ({ ...count }),
    async close(patienceMs) {
      const timer = setTimeout(() => stopped.abort(), patienceMs);
      await work;
      clearTimeout(timer);
      stopped.abort();
    },
  };
}

/** Events of waiting requests, parsed only when their turn comes; `undefined` ends each request. */
function* drainEvents(
  waiting: Taken[],
  outcomeOf: OutcomeOf | undefined,
): Generator<SandboxEvent | undefined> {
  for (let taken = waiting.shift(); taken; taken = waiting.shift()) {
    yield* makeEvents(taken, outcomeOf);
    yield undefined;
  }
}

interface EventBatch {
  readonly body: string;
  readonly events: number;
  /** How many requests end in this batch. */
  readonly finished: number;
}

/** A JSON array of as many events as fit. */
export function* batches(
  events: Iterable<SandboxEvent | undefined>,
): Generator<EventBatch, void, undefined> {
  let lines: string[] = [];
  let bytes = 0;
  let finished = 0;
  const cut = (): EventBatch => {
    const batch = { body: `[${lines.join(',')}]`, events: lines.length, finished };
    lines = [];
    bytes = 0;
    finished = 0;
    return batch;
  };
  for (const event of events) {
    if (!event) finished += 1;
    else {
      const line = JSON.stringify(event);
      const size = Buffer.byteLength(line) + 1;
      if (lines.length >= MOST_EVENTS || bytes + size + 1 > MOST_BYTES) yield cut();
      lines.push(line);
      bytes += size;
    }
  }
  if (lines.length > 0 || finished > 0) yield cut();
}

async function postPatiently(
  { backOffMs = BACK_OFF_MS, now, ...target }: EventQueueOptions,
  body: string,
  stopped: AbortSignal,
): Promise<boolean> {
  if (await postEvents(target, body, now(), stopped)) return true;
  for (const delay of backOffMs) {
    await wait(delay, undefined, { signal: stopped }).catch(() => {});
    if (stopped.aborted) return false;
    if (await postEvents(target, body, now(), stopped)) return true;
  }
  return false;
}
