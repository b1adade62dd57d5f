import {
  type CommandSpec,
  HELP_OPTION,
  type OptionSpec,
  readUsage,
  SHARED_OPTIONS,
} from '../command.ts';

/** Something that a word on the command line can become. */
export interface Candidate {
  readonly value: string;
  readonly about?: string | undefined;
}

/** Finds what can stand in the place of `<campaign>`, `<csv>` …; nothing for what nobody can guess. */
export type FindValues = (placeholder: string, wanted: Wanted) => Promise<readonly Candidate[]>;

export interface Wanted {
  /** The word as far as it is typed. */
  readonly typed: string;
  /** As given with --workspace. */
  readonly workspace: string | undefined;
}

/**
 * What the last of these words can become. The words are those after `outcry`; the last one is being
 * typed, and may be empty.
 */
export async function complete(
  words: readonly string[],
  commands: readonly CommandSpec[],
  findValues: FindValues,
): Promise<readonly Candidate[]> {
  // bash takes the sign in `--csv=` for a word of its own.
  const line = words.filter((word, index) => word !== '=' || index === words.length - 1);
  const typed = line.at(-1) === '=' ? '' : (line.at(-1) ?? '');
  const before = line.slice(0, -1);
  const asksHelp = before[0] === 'help';
  const spec = asksHelp ? undefined : commandOf(before, commands);
  if (!spec) return startingWith(typed, nextNames(asksHelp ? before.slice(1) : before, commands));
  const found = await completeIn(spec, before.slice(nameOf(spec).length), typed, findValues);
  return startingWith(typed, found);
}

async function completeIn(
  spec: CommandSpec,
  before: readonly string[],
  typed: string,
  findValues: FindValues,
): Promise<readonly Candidate[]> {
  const options = [...spec.options, ...SHARED_OPTIONS];
  const { open, positions, workspace } = readLine(before, options);
  const [, flag, value] = /^(--[\w-]+=)(.*)$/.exec(typed) ?? [];
  if (flag !== undefined) {
    const option = options.find((one) => longOf(one) === flag.slice(0, -1));
    const wanted = { typed: value ?? '', workspace };
    const found = option ? await valuesOf(option, wanted, findValues) : [];
    return startingWith(wanted.typed, found).map((one) => ({ ...one, value: flag + one.value }));
  }
  if (typed.startsWith('-')) return optionsLeft(options, before);
  if (open) return valuesOf(open, { typed, workspace }, findValues);
  const { args } = readUsage(spec.usage);
  const arg = args[positions] ?? (args.at(-1)?.includes('...') ? args.at(-1) : undefined);
  const found = arg ? await findValues(placeholderOf(arg), { typed, workspace }) : [];
  const mayBeLeftOut = arg === undefined || arg.startsWith('[') || positions >= args.length;
  return typed === '' && mayBeLeftOut ? [...found, ...optionsLeft(options, before)] : found;
}

interface Line {
  /** The option whose value is being typed. */
  readonly open: OptionSpec | undefined;
  /** How many arguments are typed. */
  readonly positions: number;
  readonly workspace: string | undefined;
}

function readLine(before: readonly string[], options: readonly OptionSpec[]): Line {
  let open: OptionSpec | undefined;
  let positions = 0;
  let workspace: string | undefined;
  for (const word of before) {
    const option = options.find((one) => longOf(one) === word.split('=')[0]);
    if (word.startsWith('--')) {
      open = option && takesValue(option) && !word.includes('=') ? option : undefined;
      if (word.startsWith('--workspace=')) workspace = word.slice('--workspace='.length);
      continue;
    }
    if (open === undefined) positions += 1;
    else if (longOf(open) === '--workspace') workspace = word;
    if (open && !open[0].includes('...')) open = undefined;
  }
  return { open, positions, workspace };
}

async function valuesOf([flags, , values]: OptionSpec, wanted: Wanted, findValues: FindValues) {
  return values ? values.map((value) => ({ value })) : findValues(placeholderOf(flags), wanted);
}

/** Options that are not typed yet, or may come again. */
function optionsLeft(options: readonly OptionSpec[], before: readonly string[]): Candidate[] {
  return [...options, HELP_OPTION]
    .filter((option) => option[0].includes('...') || !before.includes(longOf(option)))
    .map((option) => ({ value: longOf(option), about: option[1] }));
}

/** The names that can follow: of commands, or of one of those that share a first word. */
function nextNames(before: readonly string[], commands: readonly CommandSpec[]): Candidate[] {
  if (before.length > 1) return [];
  const [first] = before;
  const names = commands.map((spec) => ({ name: nameOf(spec), about: spec.summary }));
  if (first !== undefined) {
    return names.flatMap(({ name: [one, value], about }) =>
      one === first && value ? [{ value, about }] : [],
    );
  }
  const heads = names.map(({ name: [value = '', second], about }) => ({
    value,
    about: second ? `work with ${value}` : about,
  }));
  const all = [...heads, { value: 'help', about: 'show help for a command' }];
  return [...new Map(all.map((head) => [head.value, head])).values()];
}

function commandOf(words: readonly string[], commands: readonly CommandSpec[]) {
  return commands.find((spec) => nameOf(spec).every((part, index) => words[index] === part));
}

function nameOf({ usage }: CommandSpec): readonly string[] {
  return readUsage(usage).name;
}

/** `--list` of `--list <csv...>`, and `--help` of `-h, --help` */
function longOf([flags]: OptionSpec): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

function takesValue([flags]: OptionSpec): boolean {
  return flags.includes('<');
}

/** `csv` of `--list <csv...>`, `dir` of `[dir]` */
function placeholderOf(text: string): string {
  return /[<[]([^>\].]+)/.exec(text)?.[1] ?? '';
}

function startingWith(typed: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(typed));
}
