import type { Io } from './io.ts';

/** Resolves when the process is asked to stop (Ctrl-C, SIGTERM). */
export function untilStopped({ signal }: Pick<Io, 'signal'>): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
