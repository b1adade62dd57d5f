import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/program.ts';

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is answered to every question; nobody is there to ask without it. */
  readonly answer?: string;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly now?: () => number;
  /** How wide the terminal on stderr is; there is none without it. */
  readonly columns?: number;
  readonly signal?: AbortSignal;
  /** Is told whatever comes on stdout, as it comes. */
  readonly heard?: (text: string) => void;
}

export interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** All questions, one after another. */
  readonly asked: string;
}

/**
 * The command line in this process, with nothing of its environment: as `runOutcry`, without the
 * time that a process takes to start.
 */
export async function runHere(
  args: readonly string[],
  { cwd = HOME, ...given }: Surroundings = {},
): Promise<Said> {
  const said = { out: '', err: '', asked: '' };
  const status = await standingIn(cwd, () => run(args, listen(said, { cwd, ...given })));
  return { status, ...said };
}

const HOME = process.cwd();
let place = HOME;
let running = 0;

/** Paths are shown from where the process stands. */
async function standingIn<T>(cwd: string, act: () => Promise<T>): Promise<T> {
  if (running > 0 && cwd !== place) throw new Error('Commands at once need one folder for all.');
  place = cwd;
  process.chdir(place);
  running += 1;
  try {
    return await act();
  } finally {
    running -= 1;
    if (running === 0) process.chdir(HOME);
  }
}

/** The one JSON document that a command gives on stdout, whatever its exit status. */
export async function runJsonHere(args: readonly string[], given: Surroundings = {}) {
  const said = await runHere([...args, '--json'], given);
  return { ...said, json: JSON.parse(said.out) };
}

function listen(
  said: { out: string; err: string; asked: string },
  given: Surroundings & { readonly cwd: string },
): Io {
  const { cwd, env = {}, answer, now = Date.now, columns } = given;
  const write = (text: string) => {
    said.err += text;
  };
  return {
    out: (text) => {
      said.out += `${text}\n`;
      given.heard?.(text);
    },
    err: (text) => write(`${text}\n`),
    ask: async (question) => {
      said.asked += question;
      return answer;
    },
    canAsk: answer !== undefined,
    env,
    cwd,
    now,
    isOutTerminal: false,
    isErrTerminal: columns !== undefined,
    screen: columns === undefined ? undefined : { columns, write },
    signal: given.signal ?? new AbortController().signal,
  };
}

/** A new workspace, as `outcry init` makes it. */
export async function newWorkspace(): Promise<string> {
  const cwd = await mkdtemp(path.join(inject('workspaces'), 'ws-'));
  const { status, err } = await runHere(['init', 'ws'], { cwd });
  if (status !== 0) throw new Error(err);
  return path.join(cwd, 'ws');
}
