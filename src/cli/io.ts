/** Everything a command may touch of the world outside: given, never grabbed. */
export interface Io {
  /** The result, for people or as JSON. */
  out(text: string): void;
  /** Resolves when the reader keeps up with `out`: for results that are too long to wait in memory. */
  drained?(): Promise<void>;
  /** Progress, logs and complaints. */
  err(text: string): void;
  /** Asks on the terminal. Undefined when the answer is Ctrl-C or the end of the input. */
  ask(question: string): Promise<string | undefined>;
  /** Whether there is somebody to ask. */
  readonly canAsk: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly isOutTerminal: boolean;
  readonly isErrTerminal: boolean;
  /** How wide the terminal of `out` is; absent where it is none. */
  readonly outColumns?: number | undefined;
  /** The terminal that progress is drawn on; absent where stderr is none. */
  readonly screen?: Screen | undefined;
  /** Aborted by Ctrl-C, by SIGTERM, and when the terminal is closed. */
  readonly signal: AbortSignal;
}

export interface Screen {
  write(text: string): void;
  /** How wide it is now: people make windows smaller. */
  readonly columns: number;
}

/** This process's own terminal, clock and signals. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    // A reader that has gone (`| head`, a closed terminal) is no reason to leave a send half-way.
    stream.on('error', () => {});
  }
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    drained: () => drained(process.stdout),
    err: (text) => void process.stderr.write(`${text}\n`),
    ask,
    canAsk: process.stdin.isTTY === true,
    env: process.env,
    cwd: process.cwd(),
    now: Date.now,
    isOutTerminal: process.stdout.isTTY === true,
    isErrTerminal: process.stderr.isTTY === true,
    get outColumns() {
      return process.stdout.isTTY ? process.stdout.columns || 80 : undefined;
    },
    screen: process.stderr.isTTY ? screenOf(process.stderr) : undefined,
    signal: stopSignal(),
  };
}

function screenOf(stream: NodeJS.WriteStream): Screen {
  return {
    write: (text) => void stream.write(text),
    get columns() {
      // Some terminals do not say.
      return stream.columns || 80;
    },
  };
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (!stream.writableNeedDrain) return resolve();
    // A reader that has gone takes no more, and is not waited for.
    const events = ['drain', 'close', 'error'];
    const settle = () => {
      for (const event of events) stream.off(event, settle);
      resolve();
    };
    for (const event of events) stream.on(event, settle);
  });
}

function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // Whoever asks twice does not want to wait for what is under way.
      if (stop.signal.aborted) process.kill(process.pid, 'SIGKILL');
      stop.abort();
    });
  }
  return stop.signal;
}

async function ask(question: string): Promise<string | undefined> {
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
