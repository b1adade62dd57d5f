import { setTimeout } from 'node:timers/promises';
import type { Clock } from './deliver.ts';

/** The clock of this machine. */
export const systemClock: Clock = {
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }),
  elapsed: () => performance.now(),
};
