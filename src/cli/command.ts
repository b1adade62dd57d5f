import type { ExitStatus } from '../errors.ts';
import type { Io } from './io.ts';

/** What a command is called with: its arguments and options as typed. */
export interface Invocation {
  readonly io: Io;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

export type RunCommand = (invocation: Invocation) => Promise<ExitStatus>;

/** A command as `--help` shows it. Its code is loaded only when it runs. */
export interface CommandSpec {
  /** Name and arguments, in commander's notation. */
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly (readonly [flags: string, description: string])[];
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}
