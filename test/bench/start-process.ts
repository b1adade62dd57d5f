import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** How often the kernel is asked for a process's peak, in ms. It is a high-water mark: what it misses is its last growth. */
const POLL_MS = 10;

export interface Run {
  /** From start to exit. */
  readonly ms: number;
  /** VmHWM of the process in MB (Linux only): the most that it has had in memory, the binary included. */
  readonly peakMb: number | undefined;
  /** How long processors worked for it (Linux only): the same on a machine that is busy otherwise. */
  readonly cpuMs: number | undefined;
  readonly out: string;
}

/** Runs a node program to its end. Throws if it fails. */
export async function runNode(argv: readonly string[], options: Options = {}): Promise<Run> {
  const start = performance.now();
  const child = spawnNode(argv, options);
  let peakMb: number | undefined;
  let cpuMs: number | undefined;
  const poll = setInterval(() => {
    peakMb = readPeak(child.pid) ?? peakMb;
    cpuMs = readCpu(child.pid) ?? cpuMs;
  }, POLL_MS);
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  clearInterval(poll);
  if (code !== 0) throw new Error(`node ${argv.join(' ')} ended with ${code}`);
  return { ms: performance.now() - start, peakMb, cpuMs, out };
}

/** Starts a node program that stays up, and gives the first line that it prints. */
export async function startProcess(argv: readonly string[], options: Options) {
  const child = spawnNode(argv, options);
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return { line: line.toString().trim(), child, end };
}

/** Starts the sandbox, which answers after so many milliseconds, and gives where it is. */
export async function startSandboxProcess(latencyMs = 0) {
  const argv = ['--import', 'tsx', 'test/bench/sandbox-process.ts', String(latencyMs)];
  const { line, child, end } = await startProcess(argv, {});
  return { url: line, pid: child.pid ?? 0, stop: () => end('SIGTERM') };
}

interface Options {
  readonly env?: Readonly<Record<string, string>> | undefined;
}

function spawnNode(
  argv: readonly string[],
  { env }: Options = {},
): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, argv, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function readPeak(pid: number | undefined): number | undefined {
  try {
    const [, kb] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}

/** The kernel counts in hundredths of a second. */
const TICK_MS = 10;

function readCpu(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the program's name, which may hold anything; user and system time are 14th and 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return ticks > 0 ? ticks * TICK_MS : undefined;
  } catch {
    return undefined;
  }
}
