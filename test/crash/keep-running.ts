import { setTimeout as wait } from 'node:timers/promises';
import type { Victim } from './start-victim.ts';

/** A program that is started again whenever it ends, as whoever runs machines has it done. */
export interface Running {
  readonly pid: () => number;
  /** Once it has said its first line; undefined for as long as it starts. */
  readonly said: () => string | undefined;
  /** Ends it as a power cut would; the next one is started at once. */
  kill(): Promise<Killed>;
  /** Asks it to end, and starts it no more. Gives its status. */
  stop(): Promise<number | null>;
  /** How it has ended by itself, where that was not for a database that was away. */
  readonly complaints: readonly string[];
}

export interface Killed {
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** For what is wrong with the environment. */
const ENVIRONMENT = 3;
const PAUSE_MS = 300;
const LOOK_MS = 20;

export function keepRunning(start: () => Victim): Running {
  const complaints: string[] = [];
  let isOver = false;
  let victim: Victim;
  let said: string | undefined;
  const begin = () => {
    const one = start();
    victim = one;
    said = undefined;
    void one.firstLine.then((line) => {
      if (victim === one) said = line;
    });
    void one.ended.then(async ({ status, wasKilled, err }) => {
      if (wasKilled || isOver) return;
      if (status !== ENVIRONMENT)
        complaints.push(`A program ended with ${status}: ${err.slice(-2000)}`);
      await wait(PAUSE_MS);
      if (!isOver && victim === one) begin();
    });
  };
  begin();
  return {
    complaints,
    pid: () => victim.pid,
    said: () => said,
    async kill() {
      while (victim.hasEnded()) await wait(LOOK_MS);
      const { pid, kill } = victim;
      const at = Date.now();
      await kill();
      begin();
      return { pid, at };
    },
    async stop() {
      isOver = true;
      victim.stop();
      return (await victim.ended).status;
    },
  };
}
