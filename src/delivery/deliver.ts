import { nextAttempt } from './retry.ts';
import type { Traffic } from './traffic.ts';
import { type Answer, type Request, sizeOf, type Transport, type Written } from './transport.ts';

export interface Clock {
  /** Resolves after `ms` milliseconds; rejects, or resolves at once, when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Milliseconds on a clock that nobody sets; only differences mean something. */
  elapsed(): number;
}

/** What is told before each wait of a send. */
export interface Retry {
  /** The attempt that was not taken: 1, 2, 3 … */
  readonly attempt: number;
  readonly waitMs: number;
  readonly reason: string;
}

/** The last answer, and how many requests were made for it. */
export type Delivery = Answer & { readonly attempts: number };

export interface Means {
  readonly transport: Transport;
  readonly clock: Clock;
  /** From 0 up to 1, as Math.random. */
  readonly random: () => number;
  /** Ends the waiting and keeps further requests from leaving; a request under way is seen through. */
  readonly signal?: AbortSignal | undefined;
  /** Told when SendGrid's own limit is used up, and for how many milliseconds nothing leaves. */
  readonly onHold?: ((ms: number) => void) | undefined;
  /** Told how many requests may be under way at once, whenever that changes. */
  readonly onWidth?: ((width: number) => void) | undefined;
  /** What all requests share, if there are several at once. */
  readonly traffic?: Traffic | undefined;
}

type MakeOne = () => Request | Promise<Request | Written>;

/**
 * Delivers one request. Only an answer that says "not taken" is tried again, after a wait; the
 * answer is `notTaken` when it gave up, or was stopped while it waited. The request is made for
 * each attempt, so that nobody need hold its thousand parts while the answer is awaited.
 */
export async function deliver(makeRequest: MakeOne, means: Means): Promise<Delivery> {
  const { random, signal } = means;
  let last: Answer = { kind: 'notTaken', reason: 'Stopped before it was sent.' };
  for (let attempt = 1, waitedMs = 0; ; attempt += 1) {
    if (signal?.aborted) return { ...last, attempts: attempt - 1 };
    const answer = await attemptOnce(makeRequest, means);
    const next = nextAttempt({ attempt, answer, random, waitedMs });
    if (answer.kind !== 'notTaken' || next === 'give up' || signal?.aborted) {
      return { ...answer, attempts: attempt };
    }
    if (!(await slept(next.waitMs, means))) return { ...answer, attempts: attempt };
    last = answer;
    waitedMs += next.waitMs;
  }
}

/** One request, made and posted. Not async: the variables of a suspended function stay in memory. */
export function attemptOnce(makeRequest: MakeOne, means: Means): Promise<Answer> {
  const made = makeRequest();
  return made instanceof Promise ? made.then((one) => post(one, means)) : post(made, means);
}

function post(request: Request | Written, { transport, traffic, clock }: Means): Promise<Answer> {
  if (!traffic) return transport.post(request);
  const start = clock.elapsed();
  const recipients = sizeOf(request);
  return transport.post(request).then((answer) => {
    traffic.learn(answer, clock.elapsed() - start, recipients);
    return answer;
  });
}

/** False if the wait was cut short by the signal. */
async function slept(ms: number, { clock, signal }: Means): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return !signal?.aborted;
}
