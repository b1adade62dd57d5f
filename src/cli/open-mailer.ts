import type { Environment } from '../config.ts';
import type { Means } from '../delivery/deliver.ts';
import { openTransport } from './open-transport.ts';

/** Somebody waits in front of a page meanwhile. */
const PATIENCE_MS = 8000;
const ANSWER_MS = 15_000;
const CONNECT_MS = 5000;
const SOCKETS = 32;

/** What the web side mails single people by. */
export interface Mailer {
  readonly means: () => Means;
  close(): Promise<void>;
}

/**
 * Undefined without SENDGRID_API_KEY: the web side does most of its work without. Throws an
 * OutcryError (exit 3) for a key or an address that cannot be right.
 */
export async function openMailer(environment: Environment): Promise<Mailer | undefined> {
  if (!environment.SENDGRID_API_KEY) return undefined;
  const { systemClock } = await import('../delivery/system-clock.ts');
  const transport = await openTransport(environment, {
    timeoutMs: ANSWER_MS,
    connectTimeoutMs: CONNECT_MS,
    sockets: SOCKETS,
  });
  return {
    means: () => ({
      transport,
      clock: systemClock,
      random: Math.random,
      signal: AbortSignal.timeout(PATIENCE_MS),
    }),
    close: () => transport.close(),
  };
}
