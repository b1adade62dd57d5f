import type { Clock, Retry } from '../delivery/deliver.ts';
import { nextAttempt } from '../delivery/retry.ts';
import type {
  ListAnswer,
  ListEntry,
  ListRequest,
  SuppressionSource,
} from '../delivery/sendgrid-suppressions.ts';
import { EXIT, OutcryError } from '../errors.ts';

export interface Patience {
  readonly clock: Clock;
  /** From 0 up to 1, as Math.random. */
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  /** Hears of each wait. */
  readonly onRetry?: ((retry: Retry) => void) | undefined;
}

/** Asks for a page, again after a wait where that may help. Throws OutcryError where it does not. */
export async function askPatiently(
  request: ListRequest,
  source: SuppressionSource,
  patience: Patience,
): Promise<readonly ListEntry[]> {
  const { clock, random, signal, onRetry } = patience;
  for (let attempt = 1, waitedMs = 0; ; attempt += 1) {
    if (signal?.aborted) throw stopped('You stopped it.');
    const answer = await source.read(request);
    if (answer.kind === 'page') return answer.entries;
    if (answer.kind === 'blocked') throw refused(answer);
    const next = nextAttempt({ attempt, answer, random, waitedMs });
    if (next === 'give up') throw stopped(answer.reason);
    onRetry?.({ attempt, waitMs: next.waitMs, reason: answer.reason });
    await clock.sleep(next.waitMs, signal).catch(() => {});
    waitedMs += next.waitMs;
  }
}

function refused({ reason, fix }: Extract<ListAnswer, { kind: 'blocked' }>): OutcryError {
  return new OutcryError({
    code: 'sync-refused',
    what: `SendGrid's lists could not be read. ${reason}`,
    fix,
    exit: EXIT.environment,
  });
}

function stopped(reason: string): OutcryError {
  return new OutcryError({
    code: 'sync-stopped',
    what: `SendGrid's lists were not read to the end. ${reason}`,
    fix: 'It goes on where it stopped with: outcry suppressions sync',
    exit: EXIT.stopped,
  });
}
