import { type Argument, Command, CommanderError } from 'commander';
import { EXIT, type ExitStatus, OutcryError } from '../errors.ts';
import { type CommandSpec, GROUPS, HELP_OPTION, readUsage, SHARED_OPTIONS } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { type Io, processIo } from './io.ts';
import { version } from './version.ts';

/** Runs one command line and gives the exit status. Only `bin/outcry.js` ends the process. */
export async function run(argv: readonly string[], io: Io = processIo()): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.done;
  const program = createProgram(io, async (spec, args, options) => {
    status = await runSafely(spec, args, options, io);
  });
  try {
    await program.parseAsync(hasCommand(argv) ? argv : ['next', ...argv], { from: 'user' });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : presentMisuse(error, argv, io);
  }
}

/** Options that go with every command may stand alone; `next` is meant then. */
function hasCommand([first]: readonly string[]): boolean {
  return first !== undefined && !/^--(json|debug|workspace)\b/.test(first);
}

const MISUSE: Readonly<Record<string, string>> = {
  // An option that takes several values takes whatever follows it.
  'commander.missingArgument': 'It stands right after the command, before the options.',
};

/** Wrong usage, said as every other mistake is. Where commander has shown help, that is enough. */
async function presentMisuse(
  { code, message }: CommanderError,
  argv: readonly string[],
  io: Io,
): Promise<ExitStatus> {
  const isJson = argv.includes('--json');
  if (code === 'commander.help' && !isJson) return EXIT.usage;
  const { presentFailure } = await import('./present-failure.ts');
  const [what = '', guess = ''] = message.replace(/^error: /, '').split('\n');
  const failure = new OutcryError({
    code: 'usage',
    what: code === 'commander.help' ? 'A command is missing.' : `${capitalise(what)}.`,
    fix: `${MISUSE[code] ?? guess.replace(/[()]/g, '')} Add --help to see how it is used.`.trim(),
    exit: EXIT.usage,
  });
  return presentFailure(failure, io, { json: isJson });
}

type Act = (spec: CommandSpec, args: string[], options: Record<string, unknown>) => Promise<void>;

function createProgram(io: Io, act: Act): Command {
  const program = new Command('outcry')
    .usage('<command> [arguments] [options]')
    .description('Write an appeal, send it once to each supporter, and count the signatures.')
    .version(version(), '-V, --version', 'show the version')
    .helpOption(...HELP_OPTION)
    .addHelpText('after', '\nStart here:\n  outcry demo\n  outcry init my-campaigns');
  configure(program, io);
  for (const [group, heading] of Object.entries(GROUPS)) {
    program.commandsGroup(`${heading}:`);
    for (const spec of COMMANDS) if (spec.group === group) addCommand(program, spec, io, act);
  }
  return program.helpCommand('help [command]', 'show help for a command');
}

function addCommand(program: Command, spec: CommandSpec, io: Io, act: Act): void {
  const { name, args } = readUsage(spec.usage);
  // `lists check` is a command of a command.
  const [own = '', outer] = [...name].reverse();
  const parent = outer === undefined ? program : familyOf(program, outer, io);
  const command = parent
    .command([own, ...args].join(' '))
    .summary(spec.summary)
    .description(`${capitalise(spec.summary)}.`)
    .helpOption(...HELP_OPTION);
  configure(command, io);
  for (const [flags, what] of [...spec.options, ...SHARED_OPTIONS]) command.option(flags, what);
  command
    .usage([...args, '[options]'].join(' '))
    .addHelpText('after', `\nExamples:\n${spec.examples.map((line) => `  ${line}`).join('\n')}`)
    .action(async () => act(spec, command.args, command.opts()));
}

/** The command that several share the first word of: its help names their second words. */
function familyOf(program: Command, name: string, io: Io): Command {
  const existing = program.commands.find((command) => command.name() === name);
  if (existing) return existing;
  const children = COMMANDS.map(({ usage }) => readUsage(usage).name).filter(
    ([first, second]) => first === name && second,
  );
  const family = program
    .command(name)
    .summary(children.map(([, second]) => second).join(', '))
    .description(`Work with ${name}.`);
  configure(family, io);
  return family;
}

function configure(command: Command, io: Io): void {
  command
    .exitOverride()
    .configureHelp({ subcommandTerm: termOf })
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
      outputError: () => {},
    });
}

async function runSafely(
  spec: CommandSpec,
  args: string[],
  options: Record<string, unknown>,
  io: Io,
): Promise<ExitStatus> {
  try {
    const { run: runCommand } = await spec.load();
    return await runCommand({ io, args, options, command: spec, commands: COMMANDS });
  } catch (error) {
    const { presentFailure } = await import('./present-failure.ts');
    return presentFailure(error, io, options);
  }
}

function termOf(command: Command): string {
  const args = command.registeredArguments.map((argument) => bracketed(argument));
  return [command.name(), ...args].join(' ');
}

function bracketed(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
