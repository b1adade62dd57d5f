import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Io } from '../../src/cli/io.ts';
import { run } from '../../src/cli/program.ts';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start-sandbox.ts';
import { newWorkspace } from './run-outcry.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';

/** Nine o'clock on 24 November 2026 (UTC), where it is always that, unless a test says otherwise. */
export const NINE = Date.UTC(2026, 10, 24, 9);

export interface Wish {
  readonly key?: string;
  /** What is answered to every question; nobody is there to ask without it. */
  readonly answer?: string;
  /** The clock on the wall, in milliseconds since 1970. */
  readonly now?: () => number;
}

/** Somebody at a terminal, in a new workspace, with a sandbox: commands run in this process. */
export interface Desk {
  readonly cwd: string;
  readonly sandbox: Sandbox;
  /** Runs a command; gives its exit status, its JSON and what it said. */
  outcry(args: readonly string[], wish?: Wish): ReturnType<typeof runAt>;
  /** Runs a command without --json; gives what it said on stdout. */
  say(args: readonly string[], wish?: Wish): Promise<string>;
  /** Sends the sample appeal to these lists, with these options. */
  send(args: readonly string[], wish?: Wish): ReturnType<typeof runAt>;
  /** Writes a list of people. */
  list(name: string, ...people: string[]): Promise<void>;
  close(): Promise<void>;
}

export async function openDesk(options: Partial<SandboxOptions> = {}): Promise<Desk> {
  const cwd = await newWorkspace();
  const sandbox = await startSandbox({ key: 'SG.sandbox', ...options });
  const outcry: Desk['outcry'] = (args, wish) => runAt({ cwd, sandbox }, args, wish);
  return {
    cwd,
    sandbox,
    outcry,
    say: async (args, wish) => (await runPlainly({ cwd, sandbox }, args, wish)).out,
    send: (args, wish) => outcry(['send', APPEAL, '--list', ...args], wish),
    list: (name, ...people) => {
      const rows = people.map((one) => `${one}@example.org,${one},`);
      return writeFile(path.join(cwd, name), ['email,first_name,donor', ...rows].join('\n'));
    },
    close: () => sandbox.close(),
  };
}

async function runAt(at: Pick<Desk, 'cwd' | 'sandbox'>, args: readonly string[], wish?: Wish) {
  const { out, ...ran } = await runPlainly(at, [...args, '--json'], wish);
  return { ...ran, json: JSON.parse(out) };
}

async function runPlainly(
  { cwd, sandbox }: Pick<Desk, 'cwd' | 'sandbox'>,
  args: readonly string[],
  { key = 'SG.sandbox', answer, now = () => NINE }: Wish = {},
) {
  const said = { out: '', err: '', asked: '' };
  const io: Io = {
    out: (text) => {
      said.out += `${text}\n`;
    },
    err: (text) => {
      said.err += `${text}\n`;
    },
    ask: async (question) => {
      said.asked += question;
      return answer;
    },
    canAsk: answer !== undefined,
    env: { OUTCRY_SENDGRID_URL: sandbox.url, SENDGRID_API_KEY: key },
    cwd,
    now,
    isOutTerminal: false,
    isErrTerminal: false,
    signal: new AbortController().signal,
  };
  const status = await run(args, io);
  return { status, ...said };
}
