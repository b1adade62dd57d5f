import type { ExitStatus } from '../errors.ts';
import type { Io } from './io.ts';

/** What a command is called with: its arguments and options as typed. */
export interface Invocation {
  readonly io: Io;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  /** This command. */
  readonly command: CommandSpec;
  /** Every command, for those that tell of the others. */
  readonly commands: readonly CommandSpec[];
}

export type RunCommand = (invocation: Invocation) => Promise<ExitStatus>;

/** What staff do, in the order in which they do it, as `--help` shows it. */
export const GROUPS = {
  write: 'Write a letter',
  check: 'Check letter and lists',
  send: 'Send it',
  live: 'Live with a send',
  after: 'See what it did',
  data: 'People and their data',
  run: 'Run the web side, and Outcry itself',
} as const;
export type Group = keyof typeof GROUPS;

/** An option: its flags in commander's notation, what it does, and its values, if they are few. */
export type OptionSpec = readonly [flags: string, description: string, values?: readonly string[]];

/** A command as `--help` shows it. Its code is loaded only when it runs. */
export interface CommandSpec {
  /** Name and arguments, in commander's notation. */
  readonly usage: string;
  readonly group: Group;
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  readonly examples: readonly string[];
  /** Whether it changes a campaign or a petition, as it was typed: then it is kept who ran it. */
  readonly changes?: (typed: Pick<Invocation, 'args' | 'options'>) => boolean;
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

/** What every command takes besides its own options. */
export const SHARED_OPTIONS: readonly OptionSpec[] = [
  ['--workspace <dir>', 'the workspace (this folder)'],
  ['--json', 'give the result as JSON; progress goes to stderr'],
  ['--debug', 'show the stack of an error'],
];
export const HELP_OPTION = ['-h, --help', 'show help'] as const satisfies OptionSpec;

/** For commands that change something however they are typed. */
export const always = () => true;
/** For those that can be tried. */
export const unlessDry = ({ options }: Pick<Invocation, 'options'>) => !options.dryRun;

/** `lists check <csv...>` is called "lists check", and takes `<csv...>`. */
export function readUsage(usage: string): {
  readonly name: readonly string[];
  readonly args: readonly string[];
} {
  const words = usage.split(' ');
  const isName = (word: string) => /^[a-z]/.test(word);
  return { name: words.filter(isName), args: words.filter((word) => !isName(word)) };
}
