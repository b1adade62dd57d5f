import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/start-sandbox.ts';
import { newWorkspace, runHere, runJsonHere, type Surroundings } from './run-here.ts';

const APPEAL = 'templates/appeals/safe-harbour.md';

/** Nine o'clock on 24 November 2026 (UTC), where it is always that, unless a test says otherwise. */
export const NINE = Date.UTC(2026, 10, 24, 9);

export interface Wish extends Pick<Surroundings, 'answer' | 'now'> {
  readonly key?: string;
}

/** Somebody at a terminal, in a new workspace, with a sandbox: commands run in this process. */
export interface Desk {
  readonly cwd: string;
  readonly sandbox: Sandbox;
  /** Runs a command; gives its exit status, its JSON and what it said. */
  outcry(args: readonly string[], wish?: Wish): ReturnType<typeof runJsonHere>;
  /** Runs a command without --json; gives what it said on stdout. */
  say(args: readonly string[], wish?: Wish): Promise<string>;
  /** Sends the sample appeal to these lists, with these options. */
  send(args: readonly string[], wish?: Wish): ReturnType<typeof runJsonHere>;
  /** Writes a list of people. */
  list(name: string, ...people: string[]): Promise<void>;
  close(): Promise<void>;
}

interface DeskOptions extends Partial<SandboxOptions> {
  readonly database?: string;
}

/** On another database than the workspace's own file, if its address is named. */
export async function openDesk({ database, ...options }: DeskOptions = {}): Promise<Desk> {
  const cwd = await newWorkspace();
  const sandbox = await startSandbox({ key: 'SG.sandbox', ...options });
  const around = ({ key = 'SG.sandbox', now = () => NINE, answer }: Wish = {}) => ({
    cwd,
    answer,
    now,
    env: {
      OUTCRY_SENDGRID_URL: sandbox.url,
      SENDGRID_API_KEY: key,
      ...(database && { OUTCRY_DATABASE_URL: database }),
    },
  });
  const outcry: Desk['outcry'] = (args, wish) => runJsonHere(args, around(wish));
  return {
    cwd,
    sandbox,
    outcry,
    say: async (args, wish) => (await runHere(args, around(wish))).out,
    send: (args, wish) => outcry(['send', APPEAL, '--list', ...args], wish),
    list: (name, ...people) => {
      const rows = people.map((one) => `${one}@example.org,${one},`);
      return writeFile(path.join(cwd, name), ['email,first_name,donor', ...rows].join('\n'));
    },
    close: () => sandbox.close(),
  };
}
