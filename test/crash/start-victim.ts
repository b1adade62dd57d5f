import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** The real program, in a process of its own, which may be killed at any moment. */
export interface Victim {
  readonly pid: number;
  /** Ends it as a power cut would: no handler runs, nothing is written any more. */
  kill(): Promise<void>;
  /** Asks it to end, as whoever runs it does. */
  stop(): void;
  hasEnded(): boolean;
  /** The first line that it prints; undefined if it ended without one. */
  readonly firstLine: Promise<string | undefined>;
  /** How it ended by itself, or that it was killed. */
  readonly ended: Promise<End>;
}

export interface End {
  readonly status: number | null;
  readonly wasKilled: boolean;
  readonly err: string;
}

export function startVictim(args: readonly string[], env: NodeJS.ProcessEnv): Victim {
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const child = spawn(process.execPath, ['bin/outcry.js', ...args], { env, stdio: [...stdio] });
  if (!child.stdout || !child.stderr) throw new Error('The child has no pipes.');
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const lines = createInterface({ input: child.stdout });
  const line = once(lines, 'line').then(([first]) => String(first));
  const ended = Promise.all([closed, text(child.stderr)]).then(([[status, signal], err]) => ({
    status,
    wasKilled: signal === 'SIGKILL',
    err,
  }));
  return {
    pid: child.pid ?? 0,
    ended,
    firstLine: Promise.race([line, closed.then(() => undefined)]),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
    stop: () => void child.kill('SIGTERM'),
  };
}

/** Done, done with something to look at, or stopped and resumable; anything else ends the test. */
export function requireGood(end: End): void {
  if (end.status === 0 || end.status === 1 || end.status === 4) return;
  throw new Error(`The program ended with ${end.status}: ${end.err}`);
}
