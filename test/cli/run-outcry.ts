import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/outcry.js', import.meta.url));

export interface Place {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: readonly string[];
}

export interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** The real command line, as its own process, with nobody to ask and nothing of our environment. */
function start(args: readonly string[], { cwd, env, node = [] }: Place): ChildProcess {
  return spawn(process.execPath, [...node, PROGRAM, ...args], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function runOutcry(args: readonly string[], place: Place = {}): Promise<Ran> {
  const child = start(args, place);
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('The child has no pipes.');
  const closed = once(child, 'close');
  const [out, err] = await Promise.all([text(stdout), text(stderr)]);
  const [status] = (await closed) as [number | null];
  return { status, out, err };
}

/** The one JSON document that a command gives on stdout, whatever its exit status. */
export async function runJson(args: readonly string[], place: Place = {}) {
  const ran = await runOutcry([...args, '--json'], place);
  return { ...ran, json: JSON.parse(ran.out) };
}

export interface Running {
  /** What the first line on stdout says. */
  readonly first: { readonly url: string };
  /** Ends it as Ctrl-C does, or as is said; gives the exit status. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** What it has said on stderr, once it has ended. */
  readonly said: Promise<string>;
}

/** A command that stays up, once it has said where. */
export async function startOutcry(args: readonly string[], place: Place = {}): Promise<Running> {
  const child = start([...args, '--json'], place);
  if (!child.stdout || !child.stderr) throw new Error('The child has no pipes.');
  const complaints = text(child.stderr);
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), closed.then(() => undefined)]);
  if (!first) throw new Error(`outcry ${args.join(' ')} ended at once: ${await complaints}`);
  return {
    first: JSON.parse(String(first[0])),
    said: complaints,
    stop: async (signal = 'SIGINT') => {
      child.kill(signal);
      const [status] = (await closed) as [number | null];
      return status;
    },
  };
}
