/** Everything a command may touch of the world outside: given, never grabbed. */
export interface Io {
  /** The result, for people or as JSON. */
  out(text: string): void;
  /** Progress, logs and complaints. */
  err(text: string): void;
  /** Asks on the terminal; undefined when there is nobody to ask. */
  ask(question: string): Promise<string | undefined>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly isOutTerminal: boolean;
  readonly isErrTerminal: boolean;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
}

/** This process's own terminal, clock and signals. */
export function processIo(): Io {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait for what is under way.
      if (stop.signal.aborted) process.kill(process.pid, 'SIGKILL');
      stop.abort();
    });
  }
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    ask,
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    isOutTerminal: process.stdout.isTTY === true,
    isErrTerminal: process.stderr.isTTY === true,
    signal: stop.signal,
  };
}

async function ask(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY !== true) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<undefined>((resolve) => {
    terminal.on('close', () => resolve(undefined));
  });
  try {
    return await Promise.race([terminal.question(question), closed]);
  } finally {
    terminal.close();
  }
}
